create or replace view ops.throughput as
select to_char(h.hour at time zone z.name, 'MM-DD HH24:MI') as hour,
  coalesce(m.created, 0) as ordered, coalesce(m.completed, 0) as completed, coalesce(m.failed, 0) as failed, coalesce(m.rescued, 0) as taken_back,
  date_trunc('second', m.latency * interval '1 second') as latency, round((100 * p.waited)::numeric) || ' %' as work_waited,
  case when m.failed > 0.1 * (m.completed + m.failed) then 'select * from ops.failure_rate;'
    when m.rescued > 0 or p.waited > 0.5 then 'select * from ops.workers;' end as remedy
from (select date_trunc('hour', hub.clock()) as this) as n
cross join (select s.value #>> '{}' as name from hub.settings as s where s.key = 'time_zone') as z
cross join lateral generate_series(n.this, n.this - interval '23 hours', interval '-1 hour') as h (hour)
left join lateral (
  select sum(r.created) as created, sum(r.completed) as completed, sum(r.failed) as failed, sum(r.rescued) as rescued,
    sum(r.latency_sum) / nullif(sum(r.completed), 0) as latency
  from hub.metrics_minute as r where r.minute >= h.hour and r.minute < h.hour + interval '1 hour'
) as m on true
left join lateral (select avg(q.waited) as waited from hub.pace_minutes as q where q.minute >= h.hour and q.minute < h.hour + interval '1 hour') as p on true
order by h.hour desc;

comment on view ops.throughput is 'What was done hour by hour, of a day, newest first: select * from ops.throughput;';
comment on column ops.throughput.failed is 'Attempts that failed, retries of one instruction each; different instructions: ops.failure_rate.';
comment on column ops.throughput.taken_back is 'Attempts that were taken back from workers that were gone.';
comment on column ops.throughput.latency is 'Usual time from order to file: the mean.';
comment on column ops.throughput.work_waited is 'Share of the hour in which work waited for a worker: little done and nothing waiting is no fault.';
