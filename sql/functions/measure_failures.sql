create or replace function hub.measure_failures(p_from timestamptz, p_to timestamptz, p_step interval, p_zone text)
returns table (step timestamptz, failed bigint, lost bigint)
language plpgsql stable security definer set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
-- How many instructions failed in each step of [p_from, p_to], each once however often it did, and how
-- many of them did not come right within the same step. Few fail: each is looked up, no join reads a whole table.
begin
  return query
  select f.step, count(*), count(*) filter (where not exists (
    select from hub.attempts as s
    where s.instruction_id = f.instruction_id and s.outcome in ('completed', 'reconciled')
      and s.started_at > p_from - interval '8 days' and s.started_at <= p_to and s.finished_at + interval '0' >= f.step and s.finished_at + interval '0' <= p_to  -- by id, never along the times
      and hub.step_of(s.finished_at, p_step, p_zone) = f.step))
  from (
    select distinct hub.step_of(a.finished_at, p_step, p_zone) as step, a.instruction_id
    from hub.attempts as a
    where a.finished_at >= p_from and a.finished_at <= p_to and a.started_at > p_from - interval '8 days' and a.started_at <= p_to and a.outcome = 'failed'
  ) as f
  group by f.step;
end
$$;

comment on function hub.measure_failures is 'Failures by hour: select * from hub.measure_failures(now() - interval ''1 day'', now(), ''1 hour'', ''Asia/Seoul'');';
