create or replace function hub.measure(p_window interval, p_step interval, p_zone text default null, p_now timestamptz default null) returns jsonb
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set enable_seqscan = off set plan_cache_mode = force_generic_plan set hub.now = ''
as $$
-- Throughput, latency and error rate of the window that ends now, in figures (hub.measure_window) and
-- step by step for charts (hub.measure_series); without data null, never 0. Days begin at midnight in p_zone, by
-- default the setting time_zone.
-- Plans are kept (generic): with a partition a week, planning anew would cost more than all that is read.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_from   timestamptz := v_now - p_window;
  v_zone   text        := coalesce(p_zone, hub.setting_text('time_zone'));
  v_hours  float8      := extract(epoch from p_window) / 3600;
  v_pace   record;
  v_hist   bigint[];
  v_failed bigint      := (
    select count(distinct a.instruction_id) from hub.attempts as a
    where a.finished_at > v_from and a.finished_at <= v_now and a.started_at > v_from - interval '8 days' and a.started_at <= v_now and a.outcome = 'failed');
begin
  select * into v_pace from hub.measure_window(v_from, v_now);
  select array_agg(q.count order by q.place) into v_hist
  from (
    select u.place, sum(u.count)::bigint as count
    from hub.measure_quarters(v_from, v_now) as m
    cross join unnest(m.latency_hist) with ordinality as u (count, place)
    group by u.place
  ) as q;
  return jsonb_build_object(
    'from', v_from, 'to', v_now, 'time_zone', v_zone,
    'throughput', v_pace.throughput, 'completed', coalesce(round(v_pace.throughput * v_hours), 0),
    'error_rate', v_pace.error_rate, 'failed', v_failed,
    'finished', coalesce(round(case when v_failed = 0 then v_pace.throughput * v_hours else v_failed / v_pace.error_rate end), 0),
    'avg_latency', v_pace.avg_latency, 'p50', hub.quantile(v_hist, 0.5), 'p95', hub.quantile(v_hist, 0.95), 'p99', hub.quantile(v_hist, 0.99),
    'series', (
      select jsonb_agg(jsonb_build_object(
        'at', s.at, 'created', s.created, 'completed', s.completed, 'failed', s.failed, 'finished', s.finished,
        'throughput', case when s.finished > 0 then s.completed * 3600 / nullif(s.seconds, 0) end,
        'error_rate', s.failed::float8 / nullif(s.finished, 0),
        'avg_latency', s.avg_latency, 'p50', hub.quantile(s.latency_hist, 0.5), 'p95', hub.quantile(s.latency_hist, 0.95),
        'p99', hub.quantile(s.latency_hist, 0.99)) order by s.at)
      from hub.measure_series(v_from, v_now, p_step, v_zone) as s));
end
$$;

comment on function hub.measure is 'How rendering goes: select jsonb_pretty(hub.measure(''1 hour'', ''5 minutes''));';
