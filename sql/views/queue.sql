create or replace view ops.queue as
select i.id, i.priority as prio, hub.fit(i.template_name, 18) as template,
  case
    when i.status = 'processing' then i.progress || ' %'
    when hub.is_paused(i.template_name) then 'paused'
    when i.eligible_at is null then 'at ' || to_char(i.not_before, 'HH24:MI')
    else 'ready' end as stands,
  date_trunc('second', hub.clock() - coalesce(i.started_at, i.eligible_at, i.recorded_at)) as since,
  hub.fit(coalesce(w.host, case when i.status = 'processing' then 'old poller' end), 12) as worker,
  case i.status
    when 'processing' then format('select hub.cancel_instruction(%s,user,%L);', i.id, 'why')
    else format('select hub.change_priority(%s,1,user,%L);', i.id, 'why') end as remedy
from public.render_instructions as i
left join hub.workers as w on w.id = i.worker_id
where i.status in ('pending', 'processing')
order by i.status = 'pending', i.priority, i.eligible_at, i.id;

comment on view ops.queue is 'What is rendered (in per cent) and what comes next: select * from ops.queue limit 30;';
