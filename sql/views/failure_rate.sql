create or replace view ops.failure_rate as
select hub.fit(case r.what when 'all' then 'all' else r.what || ' ' || r.name end, 26) as of, r.failed_1h || ' of ' || r.ended_1h as last_hour,
  r.failed || ' of ' || r.ended || ', ' || round((100 * r.failed::float8 / r.ended)::numeric, 1) || ' %' as last_day,
  round((100 * hub.wilson_lower(r.failed, r.ended))::numeric, 1) || ' %' as at_least,
  case when r.what = 'template' and hub.fit(r.name, 14) = r.name then format('select hub.pause(%L,user,%L);', 'template:' || r.name, 'why') end as remedy
from (
  select s.what, s.name, count(distinct a.instruction_id) as ended, count(distinct a.instruction_id) filter (where a.outcome = 'failed') as failed,
    count(distinct a.instruction_id) filter (where a.finished_at > hub.clock() - interval '1 hour') as ended_1h,
    count(distinct a.instruction_id) filter (where a.finished_at > hub.clock() - interval '1 hour' and a.outcome = 'failed') as failed_1h
  from hub.attempts as a
  cross join lateral (values ('all', 'all'), ('template', a.template_name), ('worker', a.claimed_by)) as s (what, name)
  where a.finished_at > hub.clock() - interval '1 day' and a.started_at > hub.clock() - interval '8 days'
    and a.outcome in ('completed', 'reconciled', 'failed')
  group by s.what, s.name
) as r
order by r.what <> 'all', hub.wilson_lower(r.failed, r.ended) desc, r.what, r.name;

comment on view ops.failure_rate is 'Different instructions that failed, by template and worker, and how sure that is: select * from ops.failure_rate;';
