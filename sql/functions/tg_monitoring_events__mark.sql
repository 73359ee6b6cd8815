create or replace function hub.tg_monitoring_events__mark() returns trigger
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
as $$
-- After alerts changed: leave a mark for tick(), in the same transaction, so that no alert is
-- lost to those who get messages, whoever raised or ended it and whatever dies next. Only an
-- insert without foreign keys: it waits for nobody and holds up nobody. What decides about
-- messages (hub.judge_story) is what counts as a change; new figures are none. While nothing
-- is routed nobody is told, and hub.save_route looks at all open alerts anew.
begin
  if not exists (select from hub.routes as r where r.enabled) then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into hub.alert_marks (event_id, at, due_at)
    select n.id, hub.clock(), hub.clock() from new_rows as n where n.event_type <> 'action' and n.state <> 'pending' order by n.id;
  else
    insert into hub.alert_marks (event_id, at, due_at)
    select n.id, hub.clock(), hub.clock()
    from new_rows as n
    join old_rows as o on o.id = n.id
    where n.event_type <> 'action' and n.state <> 'pending'
      and (n.state, n.severity, n.suppressed_by, n.silenced_until, n.acknowledged_at, n.flapping)
        is distinct from (o.state, o.severity, o.suppressed_by, o.silenced_until, o.acknowledged_at, o.flapping)
    order by n.id;
  end if;
  return null;
end
$$;

comment on function hub.tg_monitoring_events__mark is 'Triggers _500_mark_* on monitoring_events: what has to be told.';
