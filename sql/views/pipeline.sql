create or replace view ops.pipeline as
with day as (
  select date_trunc('day', hub.clock() at time zone (s.value #>> '{}')) at time zone (s.value #>> '{}') as began from hub.settings as s where s.key = 'time_zone'
)
select p.stage, p.today, date_trunc('second', hub.clock() - p.last) as last, p.now, p.look
from (
  select 1 as place, 'hands' as stage, (select count(*) from public.hands as h where h.recorded_at >= d.began) as today,
    (select max(h.recorded_at) from public.hands as h) as last, null::bigint as now, 'select * from ops.orphan_hands;' as look from day as d
  union all
  select 2, 'ordered', (select sum(m.created) from hub.metrics_minute as m where m.minute >= d.began),
    (select i.recorded_at from public.render_instructions as i order by i.id desc limit 1), null, 'select * from ops.rules;' from day as d
  union all
  select 3, 'waiting', null, null, (select count(*) from public.render_instructions as i where i.eligible_at is not null), 'select * from ops.stale_instructions;'
  union all
  select 4, 'rendering', null, (select max(i.started_at) from public.render_instructions as i where i.status = 'processing'),
    (select count(*) from public.render_instructions as i where i.status = 'processing'), 'select * from ops.stuck;'
  union all
  select 5, 'failed', (select sum(m.failed) from hub.metrics_minute as m where m.minute >= d.began), null,
    (select count(*) from public.render_instructions as i where i.status = 'failed' and i.completed_at > hub.clock() - interval '1 day'), 'select * from ops.failure_rate;' from day as d
  union all
  select 6, 'outputs', (select count(*) from public.render_outputs as o where o.recorded_at >= d.began),
    (select max(o.recorded_at) from public.render_outputs as o), null, 'select * from ops.outputs limit 30;' from day as d
) as p
order by p.place;

comment on view ops.pipeline is 'From the table to the file, stage by stage: how much today, when last, how much now, where to look: select * from ops.pipeline;';
