create or replace function hub.lost_workers(p_now timestamptz)
returns table (worker_id uuid, host text, last_seen_at timestamptz, instructions bigint[])
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- Worker sessions that went silent with work in their hands within half a day, and whose
-- host has not come back with a newer one. One that put its work down first has merely
-- ended. What it still holds and what was taken back from it are its instructions.
-- In PL/pgSQL because its plan is kept: planning over a year of partitions takes longer than the answer.
begin
  return query
  select w.id, w.host, w.last_seen_at, held.ids
  from hub.workers as w
  cross join lateral (
    select array(
      select i.id from public.render_instructions as i where i.worker_id = w.id and i.status = 'processing'
      union
      select a.instruction_id from hub.attempts as a
      where a.worker_id = w.id and a.released_at is null and a.outcome in ('cancelled', 'rescued')
        and a.outcome = 'rescued' and a.finished_at >= w.last_seen_at and a.started_at > p_now - interval '8 days'
    ) as ids
  ) as held
  where w.last_seen_at > p_now - interval '12 hours'
    and (w.last_seen_at <= p_now - hub.setting_interval('worker.lost_after') or w.lost_at >= w.last_seen_at)
    and cardinality(held.ids) > 0
    and not exists (select from hub.workers as n where n.host = w.host and n.registered_at > w.registered_at and n.last_seen_at > w.last_seen_at);
end
$$;

comment on function hub.lost_workers is 'Workers that died with work in their hands: select * from hub.lost_workers(now());';
