create or replace function hub.live_workers(p_at timestamptz) returns table (worker_id uuid, name text, capabilities text[])
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- Who can render now. Workers that registered: heard of lately. Old pollers, which give no
  -- sign of life: those that hold something, or ended something within the last ten minutes;
  -- they have no id and take everything.
  select w.id, w.host, w.capabilities
  from hub.workers as w
  where w.last_seen_at > p_at - hub.setting_interval('worker.lost_after') and w.last_seen_at <= p_at and w.lost_at is null
  union all
  select null, p.claimed_by, '{}'
  from (
    select a.claimed_by
    from public.render_instructions as i
    join hub.attempts as a on a.instruction_id = i.id and a.attempt = i.attempt and a.started_at = i.started_at
    where i.status = 'processing' and i.worker_id is null and i.started_at > p_at - hub.setting_interval('lease.old_poller')
    union
    select a.claimed_by
    from hub.attempts as a
    where a.finished_at > p_at - interval '10 minutes' and a.finished_at <= p_at and a.started_at > p_at - interval '8 days'
      and a.worker_id is null and a.outcome <> 'rescued'
  ) as p
$$;

comment on function hub.live_workers is 'Who can render now: select * from hub.live_workers(now());';
