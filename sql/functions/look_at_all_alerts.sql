create or replace function hub.look_at_all_alerts(p_now timestamptz) returns void
language sql volatile set search_path = '' set enable_seqscan = off
as $$
  -- Routes or channels have changed: let the next tick ask of each open alert and story anew who takes it.
  insert into hub.alert_marks (event_id, at, due_at)
  select e.id, p_now, p_now from public.monitoring_events as e
  where e.state in ('firing', 'recovering') and e.event_type <> 'action' and exists (select from hub.routes as r where r.enabled)
  order by e.id;
  update hub.stories as s set due_at = p_now where s.state <> 'closed'
$$;

comment on function hub.look_at_all_alerts is 'Used by save_channel and save_route: who takes the open alerts is asked anew.';
