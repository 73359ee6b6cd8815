create or replace function hub.farm(p_now timestamptz default null) returns jsonb
language plpgsql stable security definer
  set search_path = '' set hub.now = '' set timezone = 'UTC' set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
-- The state of the whole chain in one word, and its five places from the table to the
-- file, in one snapshot: what the strips at the top of the page show.
--
-- word, first that holds:
--   stalled   nothing is rendered although work waits: an alert says so, or nobody is about;
--   degraded  an alert is open (not for information only), or something is held back;
--   normal    otherwise, a quiet break included.
-- Whether the figures can be trusted at all (blind) only who receives them can know.
-- hour counts the last 60 minutes. cause is the worst open alert, null when none is open.
declare
  v_now     timestamptz := hub.clock(p_now);
  v_hour    timestamptz := date_trunc('minute', v_now - interval '1 hour');
  v_queue   jsonb       := hub.measure_queue(p_now);
  v_since   timestamptz := (v_queue ->> 'waiting_since')::timestamptz;
  v_workers record;
  v_worst   record;
  v_stalled boolean;
begin
  select * into v_workers from hub.count_workers(v_now);
  select e.id, e.severity into v_worst
  from public.monitoring_events as e
  where e.state in ('firing', 'recovering') and e.event_type <> 'action' and e.suppressed_by is null
  order by array_position('{critical,error,warning,info}'::text[], e.severity), e.acknowledged_at is not null, e.fired_at desc, e.id desc
  limit 1;
  v_stalled := v_since < v_now - hub.setting_interval('worker.silent_after') and not v_workers.present
    or exists (
      select from public.monitoring_events as e
      where e.state = 'firing' and (e.kind = 'stall' or e.kind = 'worker_lost' and e.subject = 'workers'));

  return jsonb_build_object(
    'at', v_now,
    'word', case
      when v_stalled then 'stalled'
      when v_worst.severity <> 'info' or exists (select from hub.pauses as p where p.resumed_at is null) then 'degraded'
      else 'normal' end,
    'cause', v_worst.id,
    'time_zone', hub.setting_text('time_zone'),
    'hands', jsonb_build_object(
      'hour', hub.count_hands(v_hour, v_now),
      'last_at', (select max(h.recorded_at) from public.hands as h)),
    'instructions', jsonb_build_object(
      'hour', hub.count_orders(v_hour, v_now),
      'last_at', (
        select max(q.recorded_at)
        from (select i.recorded_at from public.render_instructions as i order by i.id desc limit 20) as q)),
    'queue', v_queue,
    'workers', jsonb_build_object('online', v_workers.online, 'busy', v_workers.busy, 'silent', v_workers.silent),
    'outputs', jsonb_build_object(
      'hour', hub.count_outputs(v_hour, v_now),
      'last_at', (select max(o.recorded_at) from public.render_outputs as o)));
end
$$;

comment on function hub.farm is 'The state of the chain in one word, and its places: select jsonb_pretty(hub.farm());';
