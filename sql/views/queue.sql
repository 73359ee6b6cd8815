create or replace view ops.queue as
select q.id, q.priority as prio, hub.fit(q.template_name, 16) as template, hub.fit(q.stands, 16) as stands,
  date_trunc(case when a.age > interval '1 day' then 'day' else 'second' end, a.age) as since,
  case when q.stands = 'paused' then 'select * from ops.health;' when q.place = 1 then format('select hub.cancel_instruction(%s,user,%L);', q.id, 'why')
    else format('select hub.change_priority(%s,1,user,%L);', q.id, 'why') end as remedy
from (
  (select 1 as place, i.id, i.priority, i.template_name, i.started_at as since, i.progress || ' % ' || coalesce(w.host, 'old poller') as stands
   from public.render_instructions as i
   left join hub.workers as w on w.id = i.worker_id
   where i.status = 'processing'
   order by i.started_at, i.id
   limit 1000)
  union all
  (select 2, i.id, i.priority, i.template_name, i.eligible_at, case when hub.is_paused(i.template_name) then 'paused' else 'ready' end
   from public.render_instructions as i
   where i.status = 'pending' and i.eligible_at is not null
   order by i.priority, i.eligible_at, i.id
   limit 1000)
  union all
  (select 3, i.id, i.priority, i.template_name, i.recorded_at,
     'at ' || to_char(i.not_before at time zone z.name, case when i.not_before < hub.clock() + interval '20 hours' then 'HH24:MI' else 'MM-DD HH24:MI' end)
   from public.render_instructions as i
   cross join (select s.value #>> '{}' as name from hub.settings as s where s.key = 'time_zone') as z
   where i.status = 'pending' and i.eligible_at is null
   order by i.not_before, i.id
   limit 200)
) as q
cross join lateral (select hub.clock() - q.since as age) as a
order by q.place, case q.place when 2 then q.priority end, case q.place when 2 then q.since end, q.id;

comment on view ops.queue is 'What is rendered now and what comes next, the first 1000 of each: select * from ops.queue limit 30;';
comment on column ops.queue.id is 'render_instructions.id';
comment on column ops.queue.prio is '1 first .. 10 last.';
comment on column ops.queue.stands is 'Per cent and worker while it is rendered; ready; paused (held back); at a time before which it may not begin.';
comment on column ops.queue.remedy is 'Being rendered: cancel it. Waiting: next of all. Held back: ops.health has the statement that ends the pause.';
comment on column ops.queue.since is 'How long it has been rendered, could have been, or has been known.';
