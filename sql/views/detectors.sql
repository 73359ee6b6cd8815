create or replace view ops.detectors as
select d.kind, case when d.scored then 'pages' else 'shows' end as tells,
  case when a.firing > 0 then a.firing || ' open' when a.ending > 0 then a.ending || ' ending' else 'quiet' end as stands,
  case d.kind
    when 'error_surge' then format('%s of %s', s.state ->> 'sum', hub.setting('error.h'))
    when 'throughput_drop' then format('%s of %s', s.state ->> 'sum', hub.setting('throughput.h')) end as evidence,
  greatest(interval '0', date_trunc('second', (t.state -> 'next' ->> d.kind)::timestamptz - hub.clock())) as looks_in,
  f.useful || '/' || f.wrong as rated, hub.fit(d.title, 28) as watches
from hub.detectors as d
left join hub.detector_state as s on s.detector = d.kind and s.subject = 'global'
left join hub.detector_state as t on t.detector = 'tick' and t.subject = 'global'
cross join lateral (
  select count(*) filter (where e.state = 'firing') as firing, count(*) filter (where e.state = 'recovering') as ending
  from public.monitoring_events as e where e.kind = d.kind and e.state <> 'resolved'
) as a
cross join lateral (
  select count(*) filter (where e.feedback = 'useful') as useful, count(*) filter (where e.feedback in ('false_positive', 'not_actionable', 'missing_details')) as wrong
  from public.monitoring_events as e where e.kind = d.kind and e.state = 'resolved' and e.resolved_at > hub.clock() - interval '30 days'
) as f
order by a.firing desc, a.ending desc, d.scored desc, d.kind;

comment on view ops.detectors is 'What is watched, how it stands, when it looks next, what people said of it in 30 days: select * from ops.detectors;';
