create or replace function hub.live_workers(p_at timestamptz) returns table (worker_id uuid, name text, capabilities text[])
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
-- Who can render now and may: no worker that a person paused, none that is avoided.
-- Workers that registered: heard of lately. Old pollers, which give no
-- sign of life: those that hold something, or ended something within the last ten minutes
-- (of the last 500 attempts then); they have no id and take everything.
-- A sign of life that came since this transaction began counts too: without it a worker that
-- beats while tick() runs would not be there. Of the past only what was known then.
-- In PL/pgSQL because its plan is kept: planning over a year of partitions takes longer than the answer.
begin
  return query
  select w.id, w.host, w.capabilities
  from hub.workers as w
  where w.last_seen_at > p_at - hub.setting_interval('worker.lost_after') and (w.last_seen_at <= p_at or p_at = now()) and w.lost_at is null
    and coalesce(w.avoid_until <= p_at, true) and not exists (select from hub.pauses as p where p.resumed_at is null and p.scope = 'worker:' || w.id)
  union all
  select null, p.claimed_by, '{}'
  from (
    select a.claimed_by
    from public.render_instructions as i
    join hub.attempts as a on a.instruction_id = i.id and a.attempt = i.attempt and a.started_at = i.started_at
    where i.status = 'processing' and i.worker_id is null and i.started_at > p_at - hub.setting_interval('lease.old_poller')
    union
    select r.claimed_by
    from (
      select a.claimed_by, a.worker_id, a.outcome
      from hub.attempts as a
      where a.finished_at > p_at - interval '10 minutes' and a.finished_at <= p_at and a.started_at > p_at - interval '8 days'
      order by a.finished_at desc
      limit 500
    ) as r
    where r.worker_id is null and r.outcome <> 'rescued'
  ) as p;
end
$$;

comment on function hub.live_workers is 'Who can render now: select * from hub.live_workers(now());';
