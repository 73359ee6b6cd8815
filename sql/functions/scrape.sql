create or replace function hub.scrape(p_since timestamptz default null, p_now timestamptz default null) returns jsonb
language plpgsql stable security definer
  set search_path = '' set hub.now = '' set timezone = 'UTC' set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
-- What Prometheus is told from the database, in one look: the queue, open alerts, messages that
-- wait to be sent, and each attempt that ended and each message that was sent since p_since (null: none yet).
-- "until" is where the next look goes on: a moment ago, so that what commits late is in one of the two. At most five
-- minutes are counted, whoever asks less often misses some: counters are for those who ask every few seconds.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_until timestamptz := v_now - interval '2 seconds';
  v_since timestamptz := greatest(coalesce(p_since, v_until), v_until - interval '5 minutes');
begin
  return jsonb_build_object(
    'until', v_until,
    'queue', hub.measure_queue(p_now),
    'alerts', (
      select coalesce(jsonb_object_agg(a.severity, a.count), '{}')
      from (
        select e.severity, count(*) from public.monitoring_events as e
        where e.state in ('firing', 'recovering') and e.suppressed_by is null group by e.severity) as a),
    'notifications', (
      select jsonb_build_object('queued', count(*), 'oldest_seconds', extract(epoch from v_now - min(n.created_at))::float8)
      from hub.notifications as n where n.state = 'queued'),
    'dwells', (
      select coalesce(jsonb_agg(round(extract(epoch from n.sent_at - n.created_at), 3)), '[]')
      from hub.channels as c  -- the index of what was sent is by channel
      join hub.notifications as n on n.channel_id = c.id
      where n.state = 'sent' and n.sent_at > v_since and n.sent_at <= v_until),
    'attempts', (
      select coalesce(jsonb_agg(to_jsonb(e)), '[]')
      from (
        select a.outcome, coalesce(a.error_class, '') as error_class, count(*)
        from hub.attempts as a
        where a.finished_at > v_since and a.finished_at <= v_until and a.started_at > v_since - interval '8 days' and a.started_at <= v_until
        group by a.outcome, a.error_class) as e),
    'latencies', (
      select coalesce(jsonb_agg(round(extract(epoch from a.finished_at - i.recorded_at), 3)), '[]')
      from hub.attempts as a
      join public.render_instructions as i on i.id = a.instruction_id
      where a.finished_at > v_since and a.finished_at <= v_until and a.started_at > v_since - interval '8 days' and a.started_at <= v_until
        and a.outcome in ('completed', 'reconciled')));
end
$$;

comment on function hub.scrape is 'What Prometheus is told: select jsonb_pretty(hub.scrape(now() - interval ''1 minute''));';
