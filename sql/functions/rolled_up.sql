create or replace function hub.rolled_up(p_from timestamptz, p_to timestamptz)
returns table (at timestamptz, created bigint, completed bigint, latency_sum float8, latency_hist bigint[])
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- What the rollup knows of [p_from, p_to), two whole minutes: rows to be added up, of whole quarters of an
  -- hour where there are such, else of minutes. A week is 672 rows.
  with e as (
    select date_bin('15 minutes', p_from + interval '14 minutes', timestamptz '2000-01-01 00:00:00+00') as first,
      date_bin('15 minutes', p_to, timestamptz '2000-01-01 00:00:00+00') as last
  )
  select t.at, t.created, t.completed, t.latency_sum, t.latency_hist
  from e join hub.metrics_total as t on t.minutes = 15 and t.at >= e.first and t.at < e.last
  union all
  select t.at, t.created, t.completed, t.latency_sum, t.latency_hist
  from e join hub.metrics_total as t on t.minutes = 1 and t.at >= p_from and t.at < least(e.first, p_to)
  union all
  select t.at, t.created, t.completed, t.latency_sum, t.latency_hist
  from e join hub.metrics_total as t on t.minutes = 1 and t.at >= greatest(e.first, e.last) and t.at < p_to
$$;

comment on function hub.rolled_up is 'The rollup of a time: select sum(completed) from hub.rolled_up(date_trunc(''hour'', now()) - interval ''1 day'', date_trunc(''hour'', now()));';
