create or replace function hub.measure_completed(
  p_from timestamptz, p_to timestamptz, p_latency boolean default true,
  out completed bigint, out delivered bigint, out latency float8, out hist bigint[]
)
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
-- What was completed in (p_from, p_to], of how many the first output came then, and the seconds from the arrival
-- of each of these to that output, added up, and as a histogram.
-- All three are null when they are not asked for (p_latency): they are most of the work.
--
-- Whole minutes come from the rollup, as far as it goes, and the rest of the minute in which it begins by ten seconds (since
-- there are such); only the edges are looked up one by one: a minute may hold some thousand renders. What is looked up is
-- little, whatever the planner believes of a time it does not know: joins that read whole tables are off.
declare
  v_fold   jsonb       := hub.remembered('fold');
  v_first  timestamptz := date_trunc('minute', p_from) + case when p_from > date_trunc('minute', p_from) then interval '1 minute' else interval '0' end;
  v_last   timestamptz := hub.folded_until(v_first, p_to);
  v_start  timestamptz := v_first;
  c_tick   constant interval := '1 microsecond';
  v_rolled record;
  v_tens   record;
begin
  if p_from >= (v_fold ->> 'tens')::timestamptz and v_first <= least((v_fold ->> 'at')::timestamptz, p_to) then
    v_start := date_bin('10 seconds', p_from + interval '10 seconds' - c_tick, timestamptz '2000-01-01 00:00:00+00');
  end if;
  select coalesce(sum(r.completed), 0) as completed, coalesce(sum(r.latency_sum), 0) as latency, case when p_latency then array[
      sum(r.latency_hist[1]), sum(r.latency_hist[2]), sum(r.latency_hist[3]), sum(r.latency_hist[4]), sum(r.latency_hist[5]), sum(r.latency_hist[6]), sum(r.latency_hist[7]),
      sum(r.latency_hist[8]), sum(r.latency_hist[9]), sum(r.latency_hist[10]), sum(r.latency_hist[11]), sum(r.latency_hist[12]), sum(r.latency_hist[13]), sum(r.latency_hist[14])]::bigint[] end as hist
  into v_rolled
  from hub.rolled_up(v_first, v_last) as r;
  select coalesce(sum(t.completed), 0) as completed, coalesce(sum(t.latency_sum), 0) as latency, coalesce(sum(t.delivered), 0) as delivered, case when p_latency then array[
      sum(t.latency_hist[1]), sum(t.latency_hist[2]), sum(t.latency_hist[3]), sum(t.latency_hist[4]), sum(t.latency_hist[5]), sum(t.latency_hist[6]), sum(t.latency_hist[7]),
      sum(t.latency_hist[8]), sum(t.latency_hist[9]), sum(t.latency_hist[10]), sum(t.latency_hist[11]), sum(t.latency_hist[12]), sum(t.latency_hist[13]), sum(t.latency_hist[14])]::bigint[] end as hist
  into v_tens
  from hub.metrics_tens as t where t.at >= v_start and t.at < v_first;

  select v_rolled.completed + v_tens.completed + count(distinct a.instruction_id) into completed
  from (values (p_from, v_start - c_tick), (greatest(p_from, v_last - c_tick), p_to)) as e (after, until)
  cross join lateral (
    select q.instruction_id from hub.attempts as q
    where q.finished_at > e.after and q.finished_at <= e.until and q.started_at > e.after - interval '8 days' and q.started_at <= e.until and q.outcome in ('completed', 'reconciled')
  ) as a;

  if not p_latency then
    return;
  end if;
  select v_rolled.latency + v_tens.latency + coalesce(sum(q.took), 0),
    coalesce((select sum(h) from unnest(v_rolled.hist) as h), 0) + v_tens.delivered + count(*),
    hub.add_histograms(hub.add_histograms(v_rolled.hist, v_tens.hist), hub.histogram(array_agg(q.took))::bigint[])
  into latency, delivered, hist
  from (
    select extract(epoch from d.at - i.recorded_at)::float8 as took
    from (
      select o.instruction_id, min(o.recorded_at) as at
      from (values (p_from, v_start - c_tick), (greatest(p_from, v_last - c_tick), p_to)) as e (after, until)
      cross join lateral (
        select q.instruction_id, q.recorded_at from public.render_outputs as q
        where q.recorded_at > e.after and q.recorded_at <= e.until and q.status = 'completed'
      ) as o
      group by o.instruction_id
    ) as d
    join public.render_instructions as i on i.id = d.instruction_id
    where not exists (
      select from public.render_outputs as o
      where o.instruction_id = d.instruction_id and o.status = 'completed' and o.recorded_at < d.at)
  ) as q;
end
$$;

comment on function hub.measure_completed is 'Completed in a time, and how long it took: select * from hub.measure_completed(now() - interval ''1 hour'', now());';
