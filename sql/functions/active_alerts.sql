create or replace function hub.active_alerts(p_limit int default 100) returns jsonb
language sql stable set search_path = ''
as $$
  -- The open alerts that a person should see, worst first, unacknowledged before
  -- acknowledged. Alerts whose cause another alert tells are left to that one, and what
  -- is still pending has not fired yet.
  select coalesce(jsonb_agg(a.alert), '[]')
  from (
    select to_jsonb(e) - '{resolved_at,resolved_by,resolution_notes,feedback,resolved}'::text[] as alert
    from public.monitoring_events as e
    where e.state <> 'resolved' and e.state <> 'pending' and e.event_type <> 'action' and e.suppressed_by is null
    order by array_position('{critical,error,warning,info}'::text[], e.severity), e.acknowledged_at is not null,
      e.fired_at desc, e.id desc
    limit p_limit
  ) as a
$$;

comment on function hub.active_alerts is 'Open alerts, worst first: select jsonb_pretty(hub.active_alerts());';
