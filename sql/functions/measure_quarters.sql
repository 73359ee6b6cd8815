create or replace function hub.measure_quarters(p_from timestamptz, p_to timestamptz, p_latency boolean default true)
returns table (at timestamptz, created bigint, completed bigint, failed bigint, latency_sum float8, latency_hist bigint[])
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- What was made and what ended from p_from on, as hub.measure_minutes tells it but coarser: for steps of quarters of
-- an hour and more, and for sums, which need no minutes.
declare
  v_from timestamptz := date_trunc('minute', p_from);
  v_cut  timestamptz := date_trunc('minute', hub.folded_until(v_from, p_to));
begin
  return query
  select r.* from hub.rolled_up(v_from, v_cut) as r
  union all
  select m.* from hub.measure_minutes(v_cut, p_to, p_latency) as m;
end
$$;

comment on function hub.measure_quarters is 'Made and completed, coarsely: select * from hub.measure_quarters(now() - interval ''7 days'', now()) order by at desc;';
