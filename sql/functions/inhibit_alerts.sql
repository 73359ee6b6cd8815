create or replace function hub.inhibit_alerts(p_now timestamptz default null) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off
  set hub.verb = 'inhibit_alerts' set hub.now = '' set hub.actor = 'hub:inhibition' set hub.reason = ''
as $$
-- One cause, one alert: hide open alerts whose cause another open alert tells
-- (hub.inhibitions), and show again what was hidden by one that has ended. Hidden ones live
-- on, counted and recorded, so that each is judged afresh when its parent goes. How many
-- changed. What a slow time left behind (hub.inhibitions.linger) stays hidden a while longer,
-- unless a person ended its parent. What is silenced hides nothing, and nothing hides what is
-- more severe than itself: who asked for quiet about a slowdown did not ask for it about a stall.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_child record;
  v_count int := 0;
begin
  for v_child in
    with parents as materialized (
      select e.id, e.kind, e.subject, e.severity, e.fired_at, e.title, e.details ->> 'worker_id' as worker, n.child, n.same, n.parent_subject, e.resolved_at
      from public.monitoring_events as e
      join hub.inhibitions as n on n.parent = e.kind and coalesce(n.parent_subject, e.subject) = e.subject
      where e.state in ('firing', 'recovering') and coalesce(e.silenced_until <= v_now, true)
      union all
      select e.id, e.kind, e.subject, e.severity, e.fired_at, e.title, e.details ->> 'worker_id', n.child, n.same, n.parent_subject, e.resolved_at
      from hub.inhibitions as n
      cross join lateral (
        select r.* from public.monitoring_events as r
        where r.kind = n.parent and r.subject = coalesce(n.parent_subject, 'global') and r.state = 'resolved' and r.fired_at is not null
          and r.resolved_at > v_now - n.linger and r.resolved_by like 'hub:%'
        order by r.resolved_at desc limit 1
      ) as e
      where n.linger > interval '0'
    )
    select c.id, c.suppressed_by, p.id as parent, p.title
    from public.monitoring_events as c
    left join lateral (
      select q.id, q.title
      from parents as q
      where q.id <> c.id and (q.child = c.kind or q.child = '*' and q.kind <> c.kind)
        and (q.same = 'any' or q.worker = c.details ->> 'worker_id' or q.subject = 'workers')
        and (q.kind <> c.kind or c.subject <> q.parent_subject)
        and (q.subject <> 'rescues' or c.subject <> 'workers')  -- that nobody is left is worse than what hides single ones
        and (q.resolved_at is null or c.first_seen_at <= q.resolved_at)
        and array_position('{info,warning,error,critical}'::text[], q.severity) >= array_position('{info,warning,error,critical}'::text[], c.severity)
      order by q.resolved_at is not null, array_position('{info,warning,error,critical}'::text[], q.severity) desc, q.fired_at, q.id  -- one that has ended names it only while none is open
      limit 1
    ) as p on true
    where c.state <> 'resolved' and c.suppressed_by is distinct from p.id
    order by c.id
  loop
    perform from public.monitoring_events as e where e.id = v_child.id for no key update skip locked;
    continue when not found;  -- somebody holds it: the next time
    perform set_config('hub.reason', coalesce('its cause is told by: ' || v_child.title, 'what told its cause has ended'), true);
    update public.monitoring_events as e set suppressed_by = v_child.parent where e.id = v_child.id;
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;

comment on function hub.inhibit_alerts is 'Used by tick: hides alerts whose cause another one tells.';
