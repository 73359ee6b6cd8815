create or replace view ops.queue as
select i.id, i.status, i.priority as prio, i.template_name as template, i.hand_id as hand,
  case
    when i.status = 'processing' then i.progress || ' %'
    when hub.is_paused(i.template_name) then 'paused'
    when i.eligible_at is null then 'from ' || to_char(i.not_before, 'HH24:MI:SS')
    else 'ready' end as stands,
  date_trunc('second', hub.clock() - coalesce(i.started_at, i.eligible_at, i.recorded_at)) as since,
  coalesce(w.host, case when i.status = 'processing' then 'old poller' end) as worker,
  i.retry_count || '/' || i.max_retries as retries,
  case i.status
    when 'processing' then format('select hub.cancel_instruction(%s, %L, %L);', i.id, 'me', 'why')
    else format('select hub.change_priority(%s, 1, %L, %L);', i.id, 'me', 'why') end as remedy
from public.render_instructions as i
left join hub.workers as w on w.id = i.worker_id
where i.status in ('pending', 'processing')
order by i.status = 'pending', i.priority, i.eligible_at, i.id;

comment on view ops.queue is 'What is rendered and what comes next: select * from ops.queue limit 30;';
