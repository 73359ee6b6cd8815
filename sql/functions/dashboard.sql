create or replace function hub.dashboard(p_now timestamptz default null) returns jsonb
language plpgsql stable security definer
  set search_path = '' set hub.now = '' set timezone = 'UTC' set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
-- The first page in one call and one snapshot, so that its figures agree.
--
-- "Today" begins at midnight in the setting time_zone. Everything is read through
-- indexes from a point in time on, and what is counted over a day comes from the rollup as
-- far as that goes: the cost grows with the day, never with the history.
-- A project is
--   down      when it should act and cannot: work waits and no worker is about, or an
--             alert says that it is gone;
--   degraded  when an alert of its own is open, or something that is its to do is missing;
--   ok        when it did something lately (or, for ae, when a worker is ready);
--   idle      otherwise: nothing to do is not an illness.
-- Plans are kept (generic): with a partition a week, planning anew would cost more than all that is read.
declare
  v_now       timestamptz := hub.clock(p_now);
  v_zone      text        := hub.setting_text('time_zone');
  v_today     timestamptz := date_trunc('day', v_now at time zone v_zone) at time zone v_zone;
  v_active    timestamptz := v_now - hub.setting_interval('dashboard.active_within');
  v_since     timestamptz := date_trunc('minute', v_now - hub.setting_interval('dashboard.health_window'));
  v_orphans   bigint      := hub.count_orphan_hands(v_now);
  v_hand_at   timestamptz := (select max(h.recorded_at) from public.hands as h);
  v_made_at   timestamptz := (
    select max(q.recorded_at) from (select i.recorded_at from public.render_instructions as i order by i.id desc limit 20) as q);
  v_wanted    bigint;
  v_missing   bigint;
  v_pace      record;
  v_workers   record;
  v_wait      record;
  v_trouble   jsonb;
begin
  v_wanted := hub.count_orders(v_since, v_now) - (
    select count(*) from public.render_instructions as i
    where i.status = 'cancelled' and i.id >= hub.first_instruction_since(v_since) and i.recorded_at >= v_since and i.recorded_at <= v_now);
  v_missing := (select count(*) from public.render_instructions as i where i.status = 'pending' and i.recorded_at >= v_since)
    + (select count(*) from public.render_instructions as i where i.status = 'processing' and i.recorded_at >= v_since)
    + (select count(*) from public.render_instructions as i where i.status = 'failed' and i.completed_at >= v_since and i.recorded_at >= v_since);

  select * into v_pace from hub.measure_window(v_now - interval '1 hour', v_now);
  select * into v_workers from hub.count_workers(v_now);
  select coalesce(sum(d.delayed), 0)::bigint as delayed, min(d.waiting_since) as since
  into v_wait from hub.delayed_work(v_now) as d;
  v_trouble := hub.project_trouble();

  return jsonb_build_object(
    'projects', jsonb_build_object(
      'feature_table', jsonb_build_object(
        'status', case
          when v_trouble ? 'feature_table' then v_trouble ->> 'feature_table'
          when v_hand_at > v_active then 'ok' else 'idle' end,
        'last_activity', v_hand_at,
        'hands_today', hub.count_hands(v_today, v_now)),
      'sub', jsonb_build_object(
        'status', case
          when v_trouble ? 'sub' then v_trouble ->> 'sub'
          when v_orphans > 0 then 'degraded'
          when v_made_at > v_active then 'ok' else 'idle' end,
        'instructions_created', hub.count_orders(v_today, v_now)),
      'ae', jsonb_build_object(
        'status', case
          when v_wait.since < v_now - hub.setting_interval('worker.silent_after') and not v_workers.present then 'down'
          when v_trouble ? 'ae' then v_trouble ->> 'ae'
          when v_workers.stuck > 0 then 'degraded'
          when v_workers.present then 'ok' else 'idle' end,
        'worker_status', jsonb_build_object(
          'online', v_workers.online, 'busy', v_workers.busy, 'silent', v_workers.silent),
        'outputs_completed', hub.count_outputs(v_today, v_now))),
    'metrics', jsonb_build_object(
      'throughput_1h', v_pace.throughput, 'avg_latency_1h', v_pace.avg_latency, 'error_rate_1h', v_pace.error_rate,
      'queue_depth', jsonb_build_object(
        'pending', (select count(*) from public.render_instructions as i where i.status = 'pending'),
        'processing', (select count(*) from public.render_instructions as i where i.status = 'processing'))),
    'active_alerts', hub.active_alerts(),
    'data_flow_health', jsonb_build_object(
      'orphan_hands', v_orphans,
      'delayed_instructions', v_wait.delayed,
      'completion_rate', (v_wanted - v_missing)::float8 / nullif(v_wanted + v_orphans, 0)));
end
$$;

comment on function hub.dashboard is 'The first page: select jsonb_pretty(hub.dashboard());';
