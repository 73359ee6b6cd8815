create or replace view ops.stuck as
select (f.evidence ->> 'instruction_id')::bigint as id, hub.fit(i.template_name, 16) as template, hub.fit(f.evidence ->> 'claimed_by', 14) as worker,
  date_trunc('second', hub.clock() - i.started_at) as renders, i.progress || ' %' as progress,
  format('select hub.release_stuck(%s, %s, user, %L);', f.evidence ->> 'instruction_id', f.evidence ->> 'attempt', 'why') as remedy
from hub.detect_stuck_processing() as f
join public.render_instructions as i on i.id = (f.evidence ->> 'instruction_id')::bigint
where f.clear = 'false'
order by i.started_at;

comment on view ops.stuck is 'Renders that take far too long: select * from ops.stuck;';
