create or replace view ops.pipeline as
-- every range has two ends: without statistics the planner takes one end for a third of the table
with day as (
  select date_trunc('day', n.at at time zone (s.value #>> '{}')) at time zone (s.value #>> '{}') as began, n.at
  from (select hub.clock() as at) as n
  join hub.settings as s on s.key = 'time_zone'
)
select p.stage, p.today, date_trunc(case when a.age > interval '1 day' then 'day' else 'second' end, a.age) as last, p.now, p.remedy
from (
  select 1 as place, 'hands captured' as stage,
    (select count(*) from public.hands as h
     where h.recorded_at >= (select d.began from day as d) and h.recorded_at <= (select d.at from day as d) and h.duplicate_of is null and h.voided_at is null) as today,
    (select max(h.recorded_at) from public.hands as h) as last, null::bigint as now, 'select * from ops.orphan_hands;' as remedy
  union all
  select 2, 'graphics ordered',
    (select sum(m.created)::bigint from hub.metrics_minute as m where m.minute >= (select d.began from day as d) and m.minute <= (select d.at from day as d)),
    (select i.recorded_at from public.render_instructions as i order by i.id desc limit 1), null, 'select * from ops.rules;'
  union all
  select 3, 'waiting', null, null, (select count(*) from public.render_instructions as i where i.status = 'pending' and i.eligible_at is not null), 'select * from ops.stale_instructions;'
  union all
  select 4, 'not before later', null, null, (select count(*) from public.render_instructions as i where i.status = 'pending' and i.eligible_at is null), 'select * from ops.queue limit 30;'
  union all
  select 5, 'rendering', null, (select max(i.started_at) from public.render_instructions as i where i.status = 'processing'),
    (select count(*) from public.render_instructions as i where i.status = 'processing'), 'select * from ops.stuck;'
  union all
  select 6, 'failed, tried again', null, null, (select count(*) from public.render_instructions as i where i.retry_at > '-infinity' and i.retry_at < 'infinity'), 'select * from ops.failure_rate;'
  union all
  select 7, 'failed for good',
    (select count(*) from public.render_instructions as i where i.status = 'failed' and i.retry_at is null
     and i.completed_at >= (select d.began from day as d) and i.completed_at <= (select d.at from day as d)),
    (select max(i.completed_at) from public.render_instructions as i where i.status = 'failed'), null, 'select * from ops.failure_rate;'
  union all
  select 8, 'files delivered',
    (select count(*) from public.render_outputs as o
     where o.recorded_at >= (select d.began from day as d) and o.recorded_at <= (select d.at from day as d) and o.status = 'completed'),
    (select max(o.recorded_at) from public.render_outputs as o), null, 'select * from ops.outputs limit 30;'
) as p
cross join lateral (select hub.clock() - p.last as age) as a
order by p.place;

comment on view ops.pipeline is 'From the table to the file, stage by stage; one that stands still shows where to look: select * from ops.pipeline;';
comment on column ops.pipeline.today is 'How many since midnight in the setting time_zone.';
comment on column ops.pipeline.last is 'How long ago the last one was.';
comment on column ops.pipeline.now is 'How many stand there at this moment.';
comment on column ops.pipeline.remedy is 'Where to look when it stands still.';
