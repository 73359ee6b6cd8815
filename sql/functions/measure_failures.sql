create or replace function hub.measure_failures(p_from timestamptz, p_to timestamptz, p_step interval, p_zone text, p_after timestamptz default null)
returns table (step timestamptz, failed bigint, lost bigint)
language plpgsql stable security definer set search_path = '' set enable_seqscan = off set enable_nestloop = off
as $$
-- How many instructions failed in each step of [p_from, p_to], each once however often it did, and how
-- many of them did not come right within the same step. The row without a step tells it of all of (p_after, p_to].
begin
  return query
  with each as materialized (  -- worked out once for both groupings
    select s.instruction_id, hub.step_of(s.failed_at, p_step, p_zone) as step, s.failed_at > p_after as is_after, s.righted_at > p_after as righted_after,
      case when s.righted_at is not null then hub.step_of(s.righted_at, p_step, p_zone) end as righted
    from hub.failures(p_from, p_to) as s
  )
  select q.step,
    count(*) filter (where q.step is not null or q.is_after),
    count(*) filter (where case when q.step is not null then q.righted_in_step is not true else q.is_after and q.righted_after is not true end)
  from (
    select e.step, bool_or(e.righted = e.step) as righted_in_step, bool_or(e.is_after) as is_after, bool_or(e.righted_after) as righted_after
    from each as e
    group by grouping sets ((e.step, e.instruction_id), (e.instruction_id))
  ) as q
  where q.step is not null or q.is_after
  group by q.step;
end
$$;

comment on function hub.measure_failures is 'Failures by hour: select * from hub.measure_failures(now() - interval ''1 day'', now(), ''1 hour'', ''Asia/Seoul'');';
