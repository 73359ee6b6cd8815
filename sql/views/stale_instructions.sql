create or replace view ops.stale_instructions as
select i.id, i.priority as prio, hub.fit(i.template_name, 20) as template, date_trunc('second', hub.clock() - i.eligible_at) as waits, hub.fit(f.subject, 20) as cause,
  format('select hub.retry_instruction(%s, user, %L);', i.id, 'why') as remedy
from hub.detect_stale_pending() as f
cross join lateral jsonb_array_elements_text(f.members -> 'instructions') as m (id)
join public.render_instructions as i on i.id = m.id::bigint
where f.clear = 'false' and f.severity <> 'info'
order by i.priority, i.eligible_at, i.id;

comment on view ops.stale_instructions is 'Work that should have started, by cause; the first ones of each: select * from ops.stale_instructions;';
