create or replace view ops.alerts as
select e.id, left(e.severity, 4) as sev, date_trunc('second', hub.clock() - coalesce(e.fired_at, e.first_seen_at)) as age,
  concat_ws(' ', nullif(hub.fit(e.acknowledged_by, 8), ''), case when h.hidden > 0 then '+' || h.hidden end,
    case when e.silenced_until > hub.clock() then 'quiet' end, case when e.flapping then 'unstable' end) as note,
  case e.state when 'recovering' then 'ending: ' when 'pending' then 'not yet: ' else '' end || hub.fit(e.title, 32) as title,
  case when e.acknowledged_at is null then format('select hub.acknowledge_event(%s, user);', e.id)
    else format('select hub.resolve_event(%s, user, %L);', e.id, 'why') end as remedy
from public.monitoring_events as e
cross join lateral (
  select count(*) as hidden from public.monitoring_events as c where c.suppressed_by = e.id and c.state <> 'resolved'
) as h
where e.state <> 'resolved' and e.suppressed_by is null and e.event_type <> 'action'
order by e.state = 'pending', array_position('{critical,error,warning,info}'::text[], e.severity), e.acknowledged_at is not null, e.fired_at;

comment on view ops.alerts is 'Open alerts, worst first; +n are hidden behind one. All of one: select title, details, suggested_action ->> ''sql'' from monitoring_events where id = 7 \gx';
