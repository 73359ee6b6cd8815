create or replace function hub.inhibit_alerts(p_now timestamptz default null) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off
  set hub.verb = 'inhibit_alerts' set hub.now = '' set hub.actor = 'hub:inhibition' set hub.reason = ''
as $$
-- One cause, one alert: hide open alerts whose cause another open alert tells
-- (hub.inhibitions), and show again what was hidden by one that has ended. Hidden ones live
-- on, counted and recorded, so that each is judged afresh when its parent goes. How many
-- changed.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_child record;
  v_count int := 0;
begin
  for v_child in
    select c.id, c.suppressed_by, p.id as parent, p.title
    from public.monitoring_events as c
    left join lateral (
      select e.id, e.title
      from hub.inhibitions as n
      join public.monitoring_events as e
        on e.kind = n.parent and e.state in ('firing', 'recovering') and e.id <> c.id
        and (n.parent_subject is null or e.subject = n.parent_subject)
      where n.child in (c.kind, '*') and (n.child <> '*' or e.kind <> c.kind)
        and (n.same = 'any' or e.details ->> 'worker_id' = c.details ->> 'worker_id' or e.subject = 'workers')
        and not (c.kind = e.kind and c.subject = coalesce(n.parent_subject, ''))
      order by array_position('{info,warning,error,critical}'::text[], e.severity) desc, e.fired_at, e.id
      limit 1
    ) as p on true
    where c.state <> 'resolved' and c.suppressed_by is distinct from p.id
    order by c.id
  loop
    perform set_config('hub.reason', coalesce('its cause is told by: ' || v_child.title, 'what told its cause has ended'), true);
    update public.monitoring_events as e set suppressed_by = v_child.parent where e.id = v_child.id;
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;

comment on function hub.inhibit_alerts is 'Used by tick: hides alerts whose cause another one tells.';
