create or replace function hub.failures(p_from timestamptz, p_to timestamptz)
returns table (instruction_id bigint, failed_at timestamptz, righted_at timestamptz)
language sql stable
begin atomic
  -- Each attempt that failed in [p_from, p_to], with each success of its instruction in the same time, a row for each
  -- pair; null where no repetition succeeded. What came right after a failure is no first attempt, and of those few
  -- there is an index; only what was completed before it failed is looked up by its id. So both sides are
  -- read along their indexes, once, and joined as a whole (callers have nested loops off). It becomes part of the
  -- statement that calls it.
  with failed as (
    select a.instruction_id, a.attempt, a.finished_at
    from hub.attempts as a
    where a.finished_at >= p_from and a.finished_at <= p_to and a.started_at > p_from - interval '8 days' and a.started_at <= p_to and a.outcome = 'failed'
  ), righted as (
    select a.instruction_id, a.finished_at
    from hub.attempts as a
    where a.finished_at >= p_from and a.finished_at <= p_to and a.started_at > p_from - interval '8 days' and a.started_at <= p_to
      and a.outcome in ('completed', 'reconciled') and a.attempt > 1
  )
  select f.instruction_id, f.finished_at, r.finished_at
  from failed as f
  left join righted as r on r.instruction_id = f.instruction_id
  union all
  select f.instruction_id, f.finished_at, unnest(array(
    select a.finished_at from hub.attempts as a
    where a.instruction_id = f.instruction_id and a.attempt = 1 and a.started_at > p_from - interval '8 days' and a.started_at <= p_to
      and a.outcome in ('completed', 'reconciled') and a.finished_at + interval '0' >= p_from and a.finished_at + interval '0' <= p_to))  -- by id, never along the times
  from failed as f
  where f.attempt > 1;
end;

comment on function hub.failures is 'What failed, and when it came right: select * from hub.failures(now() - interval ''1 day'', now());';
