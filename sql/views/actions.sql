create or replace view ops.actions as
select a.id, to_char(a.at at time zone z.name, case when a.at > n.at - interval '12 hours' then 'HH24:MI:SS' else 'MM-DD HH24:MI' end) as at,
  hub.fit(a.actor, 12) as actor, hub.fit(a.verb || ' ' || a.subject, 37) || E'\n' || hub.fit(replace(a.reason, E'\n', ' '), 37) as what,
  case when a.undo_until > n.at and not exists (select from hub.actions as u where u.subject = a.subject and u.id > a.id)
    and (a.verb = 'bulk_retry' and exists (
        select from jsonb_array_elements_text(a.after -> 'instructions') as m (id)
        where not exists (select from hub.events as e where e.subject = 'instruction:' || m.id and e.at > a.at))
      or a.verb <> 'bulk_retry' and not exists (select from hub.events as e where e.subject = a.subject and e.at > a.at))
    then format('select hub.undo_action(%s,user,%L);', a.id, 'why') end as remedy
from (select hub.clock() as at) as n
cross join (select s.value #>> '{}' as name from hub.settings as s where s.key = 'time_zone') as z
join hub.actions as a on a.at > n.at - interval '7 days' and a.at <= n.at + interval '1 day'
order by a.at desc, a.id desc;

comment on view ops.actions is 'What people and the hub''s remedies did in 7 days, newest first: select * from ops.actions limit 30;';
comment on column ops.actions.actor is 'A person, or hub:KIND for a remedy of the hub. In full, with before, after and evidence: select * from hub.actions where id = 12 \gx';
comment on column ops.actions.what is 'The verb and what it was done to; beneath it the reason that was given.';
comment on column ops.actions.remedy is 'Takes it back; null when that is no longer possible: the setting undo.window has passed, or something moved since.';
