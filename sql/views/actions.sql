create or replace view ops.actions as
select a.id, to_char(a.at at time zone (select s.value #>> '{}' from hub.settings as s where s.key = 'time_zone'), 'MM-DD HH24:MI:SS') as at,
  hub.fit(a.actor, 14) as actor, hub.fit(a.verb, 16) as verb, hub.fit(a.subject, 18) as subject,
  case when a.undo_until > hub.clock() and not exists (select from hub.actions as u where u.undo_of = a.id or u.subject = a.subject and u.id > a.id)
    then format('select hub.undo_action(%s, user, %L);', a.id, 'why') end as remedy
from hub.actions as a
order by a.at desc, a.id desc;

comment on view ops.actions is 'What people and the hub''s remedies did, newest first; with evidence in hub.actions: select * from ops.actions limit 30;';
