create or replace view ops.stale_instructions as
select i.id, i.priority as prio, hub.fit(i.template_name, 16) as template,
  date_trunc(case when a.age > interval '1 day' then 'day' else 'second' end, a.age) as waits,
  case split_part(f.subject, ':', 1) when 'workers' then 'no worker' when 'template' then 'no worker can'
    when 'starved' then 'others go first' else 'not known' end as cause,
  format('select hub.retry_instruction(%s,user,%L);', i.id, 'why') as remedy
from hub.detect_stale_pending() as f
cross join lateral jsonb_array_elements_text(f.members -> 'instructions') as m (id)
join public.render_instructions as i on i.id = m.id::bigint
cross join lateral (select hub.clock() - i.eligible_at as age) as a
where f.clear = 'false' and f.severity <> 'info'
order by i.priority, i.eligible_at, i.id;

comment on view ops.stale_instructions is 'Work that should have started, most urgent first (the first 200 of each cause): select * from ops.stale_instructions;';
comment on column ops.stale_instructions.id is 'render_instructions.id';
comment on column ops.stale_instructions.waits is 'Since it could have begun, not since it was ordered. How long it may: the setting stale.minutes.';
comment on column ops.stale_instructions.cause is 'no worker: nobody is there; no worker can: nobody who is there renders this template; others go first: more urgent work was taken.';
comment on column ops.stale_instructions.remedy is 'One step more urgent, and the workers are rung. Without a worker nothing helps but to start one: ops.workers.';
