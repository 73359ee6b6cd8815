create or replace view ops.timeline as
select h.id as hand_id, e.id as event, date_trunc('milliseconds', e.at) as at, e.subject, e.kind, e.actor, left(e.reason, 40) as reason, e.cause
from public.hands as h
cross join lateral (
  select 'hand:' || h.id as subject
  union all
  select 'instruction:' || i.id from public.render_instructions as i where i.hand_id = h.id
  union all
  select 'output:' || o.id
  from public.render_instructions as i
  join public.render_outputs as o on o.instruction_id = i.id
  where i.hand_id = h.id
) as s
join hub.events as e on e.subject = s.subject
order by h.id, e.id;

comment on view ops.timeline is 'One hand''s story, from the capture to the file: select * from ops.timeline where hand_id = 12;';
