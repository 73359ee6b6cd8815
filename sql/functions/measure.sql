create or replace function hub.measure(
  p_window interval, p_step interval, p_zone text default null, p_figure text default null, p_now timestamptz default null
) returns jsonb
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set enable_seqscan = off set plan_cache_mode = force_generic_plan set hub.now = ''
as $$
-- Throughput, latency and error rate of the window that ends now, in figures (as hub.measure_window tells them) and
-- step by step for charts (hub.measure_series); without data null, never 0. Days begin at midnight in p_zone, by
-- default the setting time_zone. p_figure (throughput, latency, error_rate) leaves the others out, and what only they cost.
-- Plans are kept (generic): with a partition a week, planning anew would cost more than all that is read. What failed
-- is read once, for the figures and for the steps.
declare
  c_shares constant float8[] := '{0.5,0.95,0.99}';
  v_now   timestamptz   := hub.clock(p_now);
  v_from  timestamptz   := v_now - p_window;
  v_zone  text          := coalesce(p_zone, hub.setting_text('time_zone'));
  v_first timestamptz   := hub.step_of(v_from, p_step, v_zone);
  v_pace  boolean       := coalesce(p_figure = 'throughput', true);
  v_wait  boolean       := coalesce(p_figure = 'latency', true);
  v_loss  boolean       := coalesce(p_figure = 'error_rate', true);
  v_tail  timestamptz;
  v_done  record;
  v_slow  float8[];
begin
  select * into v_done from hub.measure_completed(v_from, v_now, v_wait);
  v_slow := hub.quantiles(v_done.hist, c_shares);
  if v_pace then
    v_tail := (
      select max(a.finished_at) from hub.attempts as a
      where a.finished_at > v_from and a.finished_at <= v_now and a.started_at > v_from - interval '8 days' and a.started_at <= v_now and a.outcome = 'failed');
  end if;
  return (
    with failures as materialized (
      select f.* from hub.measure_failures(v_first, v_now, p_step, v_zone, v_from) as f where v_loss
    ), whole as (
      select coalesce(sum(f.failed), 0)::bigint as failed, v_done.completed + coalesce(sum(f.lost), 0)::bigint as finished
      from failures as f where f.step is null
    ), series as (
      select jsonb_agg(jsonb_build_object('at', s.at, 'partial', s.partial, 'created', s.created, 'completed', s.completed)
          || case when v_pace then jsonb_build_object(  -- where something failed, nothing completed is 0 and not null
            'throughput', case when s.completed > 0 or s.failures > 0 then s.completed * 3600 / nullif(s.seconds, 0) end) else '{}' end
          || case when v_loss then jsonb_build_object(
            'failed', coalesce(f.failed, 0), 'finished', s.completed + coalesce(f.lost, 0),
            'error_rate', coalesce(f.failed, 0)::float8 / nullif(s.completed + coalesce(f.lost, 0), 0)) else '{}' end
          || case when v_wait then jsonb_build_object(
            'avg_latency', s.avg_latency, 'p50', s.slow[1], 'p95', s.slow[2], 'p99', s.slow[3]) else '{}' end
        order by s.at) as steps
      from (
        select m.*, case when v_wait then hub.quantiles(m.latency_hist, c_shares) end as slow
        from hub.measure_series(v_from, v_now, p_step, v_zone, v_wait) as m
      ) as s
      left join failures as f on f.step = s.at
    )
    select jsonb_build_object('from', v_from, 'to', v_now, 'time_zone', v_zone, 'completed', v_done.completed, 'series', s.steps)
      || case when v_pace then jsonb_build_object(
        'throughput', case when v_done.completed > 0 or v_tail is not null then v_done.completed * 3600 / extract(epoch from p_window)::float8 end) else '{}' end
      || case when v_loss then jsonb_build_object(
        'failed', w.failed, 'finished', w.finished, 'error_rate', w.failed::float8 / nullif(w.finished, 0)) else '{}' end
      || case when v_wait then jsonb_build_object(
        'avg_latency', v_done.latency / nullif(v_done.delivered, 0),
        'p50', v_slow[1], 'p95', v_slow[2], 'p99', v_slow[3]) else '{}' end
    from whole as w cross join series as s);
end
$$;

comment on function hub.measure is 'How rendering goes: select jsonb_pretty(hub.measure(''1 hour'', ''5 minutes''));';
