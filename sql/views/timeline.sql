create or replace view ops.timeline as
select h.id as hand_id, to_char(e.at at time zone z.name, 'MM-DD HH24:MI:SS.MS') as at, e.subject, split_part(e.kind, '.', 2) as kind, hub.fit(e.actor, 12) as actor,
  hub.fit(replace(concat_ws(': ', case
      when e.doc ->> 'error_message' is not null then e.doc ->> 'error_message'
      when e.kind = 'instruction.claimed' then coalesce((select w.host from hub.workers as w where w.id = (e.doc ->> 'worker_id')::uuid), 'old poller')
      when e.subject ^@ 'output:' then e.doc ->> 'output_path'
      when e.subject ^@ 'alert:' then e.doc ->> 'title'
      when e.op = 'insert' and e.subject ^@ 'instruction:' then e.doc ->> 'template_name'
      when e.op = 'update' and e.doc ? 'priority' then 'priority ' || (e.doc ->> 'priority')
      when e.op = 'update' and e.kind = 'instruction.progressed' then (e.doc ->> 'progress') || ' %' end, e.reason), E'\n', ' '), 33) as reason
from public.hands as h
cross join (select s.value #>> '{}' as name from hub.settings as s where s.key = 'time_zone') as z
cross join lateral (
  select 'hand:' || h.id as subject
  union all
  select 'instruction:' || i.id from public.render_instructions as i where i.hand_id = h.id
  union all
  select 'output:' || o.id
  from public.render_instructions as i
  cross join lateral (select q.id from public.render_outputs as q where q.instruction_id = i.id offset 0) as o
  where i.hand_id = h.id
  union all
  select 'alert:' || a.id
  from public.monitoring_events as a where a.kind in ('orphan_hand', 'graphic_missing') and a.subject = 'hand:' || h.id and a.state <> 'resolved'
  union all
  select 'alert:' || a.id
  from public.monitoring_events as a where a.kind in ('orphan_hand', 'graphic_missing') and a.subject = 'hand:' || h.id and a.state = 'resolved'
) as s
cross join lateral (  -- subject by subject, by its index, in the weeks since: whatever the statistics say
  select q.* from hub.events as q where q.subject = s.subject and q.at >= h.recorded_at and q.kind <> 'alert.changed' offset 0
) as e
order by h.id, e.at, e.id;

comment on view ops.timeline is 'One hand''s story, from the capture to the file: select * from ops.timeline where hand_id = 12;';
comment on column ops.timeline.hand_id is 'hands.id: always ask for one.';
comment on column ops.timeline.at is 'In the setting time_zone.';
comment on column ops.timeline.subject is 'What it happened to.';
comment on column ops.timeline.kind is 'What happened; with the subject''s noun before it the kind of hub.events.';
comment on column ops.timeline.reason is 'What of it (the error, the file, the template), and why. Nobody''s cards. All of a row, by those who may: select * from hub.events where subject = ''hand:12'';';
