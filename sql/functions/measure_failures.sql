create or replace function hub.measure_failures(p_from timestamptz, p_to timestamptz, p_step interval, p_zone text, p_after timestamptz default null)
returns table (step timestamptz, failed bigint, lost bigint)
language plpgsql stable security definer set search_path = '' set enable_seqscan = off set enable_nestloop = off
as $$
-- How many instructions failed in each step of [p_from, p_to], each once however often it did, and how
-- many of them did not come right within the same step. The row without a step tells it of all of (p_after, p_to].
begin
  return query
  select q.step,
    count(*) filter (where q.step is not null or q.is_after),
    count(*) filter (where case when q.step is not null then q.righted_in_step is not true else q.is_after and q.righted_after is not true end)
  from (
    select f.step, bool_or(hub.step_of(f.righted_at, p_step, p_zone) = f.step) as righted_in_step,
      bool_or(f.failed_at > p_after) as is_after, bool_or(f.righted_at > p_after) as righted_after
    from (
      select hub.step_of(s.failed_at, p_step, p_zone) as step, s.instruction_id, s.failed_at, s.righted_at
      from hub.failures(p_from, p_to) as s
    ) as f
    group by grouping sets ((f.step, f.instruction_id), (f.instruction_id))
  ) as q
  where q.step is not null or q.is_after
  group by q.step;
end
$$;

comment on function hub.measure_failures is 'Failures by hour: select * from hub.measure_failures(now() - interval ''1 day'', now(), ''1 hour'', ''Asia/Seoul'');';
