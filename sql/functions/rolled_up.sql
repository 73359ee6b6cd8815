create or replace function hub.rolled_up(p_from timestamptz, p_to timestamptz)
returns table (at timestamptz, created bigint, completed bigint, failed bigint, latency_sum float8, latency_hist bigint[])
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- What the rollup knows of [p_from, p_to), two whole minutes: rows to be added up, of whole quarters of an
-- hour where there are such, else of minutes. A week is 672 rows.
declare
  c_origin constant timestamptz := '2000-01-01 00:00:00+00';
  v_first  timestamptz := date_bin('15 minutes', p_from + interval '14 minutes', c_origin);
  v_last   timestamptz := date_bin('15 minutes', p_to, c_origin);
begin
  return query
  select t.at, t.created, t.completed, t.failed, t.latency_sum, t.latency_hist
  from hub.metrics_total as t where t.minutes = 15 and t.at >= v_first and t.at < v_last
  union all
  select t.at, t.created, t.completed, t.failed, t.latency_sum, t.latency_hist
  from hub.metrics_total as t where t.minutes = 1 and t.at >= p_from and t.at < least(v_first, p_to)
  union all
  select t.at, t.created, t.completed, t.failed, t.latency_sum, t.latency_hist
  from hub.metrics_total as t where t.minutes = 1 and t.at >= greatest(v_first, v_last) and t.at < p_to;
end
$$;

comment on function hub.rolled_up is 'The rollup of a time: select sum(completed) from hub.rolled_up(date_trunc(''hour'', now()) - interval ''1 day'', date_trunc(''hour'', now()));';
