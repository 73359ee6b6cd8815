create or replace view ops.failure_rate as
select hub.fit(case r.what when 'worker' then 'worker ' || r.name else r.name end, 20) as of, r.failed_1h || '/' || r.ended_1h as last_hour,
  r.failed || '/' || r.ended as last_day, round((100 * r.failed::float8 / r.ended)::numeric, 1) || ' %' as share,
  round((100 * hub.wilson_lower(r.failed, r.ended))::numeric, 1) || ' %' as at_least,
  case when i.status = 'failed' then format('select hub.retry_instruction(%s,user,%L);', i.id, 'why') end as remedy
from (
  select s.what, s.name, count(distinct a.instruction_id) as ended, count(distinct a.instruction_id) filter (where a.outcome = 'failed') as failed,
    count(distinct a.instruction_id) filter (where a.finished_at > n.at - interval '1 hour') as ended_1h,
    count(distinct a.instruction_id) filter (where a.finished_at > n.at - interval '1 hour' and a.outcome = 'failed') as failed_1h,
    (array_agg(a.instruction_id order by a.finished_at desc) filter (where a.outcome = 'failed'))[1] as newest
  from (select hub.clock() as at) as n
  cross join hub.attempts as a
  cross join lateral (values ('all', 'all'), ('template', a.template_name), ('worker', a.claimed_by)) as s (what, name)
  where a.finished_at > (select hub.clock()) - interval '1 day' and a.finished_at <= (select hub.clock())
    and a.started_at > (select hub.clock()) - interval '8 days' and a.started_at <= (select hub.clock())
    and a.outcome in ('completed', 'reconciled', 'failed')
  group by s.what, s.name
) as r
left join public.render_instructions as i on i.id = r.newest
order by r.what <> 'all', hub.wilson_lower(r.failed, r.ended) desc, r.what, r.name;

comment on view ops.failure_rate is 'Which template or worker fails, worst first, and how sure that is: select * from ops.failure_rate;';
comment on column ops.failure_rate.of is 'all, a template, or a worker.';
comment on column ops.failure_rate.last_hour is 'Different instructions that failed / that an attempt ended for. Retries of one count once.';
comment on column ops.failure_rate.last_day is 'The same, of 24 hours.';
comment on column ops.failure_rate.share is 'Failed in per cent, of 24 hours.';
comment on column ops.failure_rate.at_least is 'Per cent that is surely failing: few figures prove little (lower end of the 99 % range). The rows are sorted by it.';
comment on column ops.failure_rate.remedy is 'Tries the newest failed one again. To hold a template back: select hub.pause(''template:NAME'', user, ''why'');';
