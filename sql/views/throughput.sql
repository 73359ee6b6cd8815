create or replace view ops.throughput as
select to_char(h.hour at time zone (select s.value #>> '{}' from hub.settings as s where s.key = 'time_zone'), 'MM-DD HH24:MI') as hour,
  coalesce(m.created, 0) as ordered, coalesce(m.completed, 0) as completed, coalesce(m.failed, 0) as failed, coalesce(m.rescued, 0) as taken_back,
  date_trunc('second', m.latency * interval '1 second') as usual_latency, round((100 * p.waited)::numeric) || ' %' as work_waited
from generate_series(date_trunc('hour', hub.clock()), date_trunc('hour', hub.clock()) - interval '23 hours', interval '-1 hour') as h (hour)
left join lateral (
  select sum(r.created) as created, sum(r.completed) as completed, sum(r.failed) as failed, sum(r.rescued) as rescued,
    sum(r.latency_sum) / nullif(sum(r.completed), 0) as latency
  from hub.metrics_minute as r where r.minute >= h.hour and r.minute < h.hour + interval '1 hour'
) as m on true
left join lateral (select avg(q.waited) as waited from hub.pace_minutes as q where q.minute >= h.hour and q.minute < h.hour + interval '1 hour') as p on true
order by h.hour desc;

comment on view ops.throughput is 'What was done hour by hour, of a day; latency from order to output: select * from ops.throughput;';
