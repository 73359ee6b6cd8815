create or replace view ops.detectors as
select d.kind, case when d.scored then 'pages' else 'shows' end as tells,
  case when l.looks_in < interval '-15 seconds' then 'asleep' when a.firing > 0 then a.firing || ' open' when a.ending > 0 then a.ending || ' ending' else 'quiet' end as stands,
  hub.fit(case
    when a.told is not null then a.told
    when d.kind = 'error_surge' and s.state ? 'sum' then format('evidence %s of %s', round((s.state ->> 'sum')::numeric, 1), hub.setting('error.h'))
    when d.kind = 'throughput_drop' and s.state ? 'sum' then format('evidence %s of %s', round((s.state ->> 'sum')::numeric, 1), hub.setting('throughput.h'))
    when f.last is not null then 'last ' || to_char(f.last at time zone z.name, 'MM-DD HH24:MI') end, 26) as evidence,
  greatest(interval '0', date_trunc('second', l.looks_in)) as looks_in, f.useful || '/' || f.wrong as rated,
  case when l.looks_in < interval '-15 seconds' then 'select * from hub.tick();' when a.told is not null then 'select * from ops.alerts;' end as remedy
from hub.detectors as d
cross join (select s.value #>> '{}' as name from hub.settings as s where s.key = 'time_zone') as z
left join hub.detector_state as s on s.detector = d.kind and s.subject = 'global'
left join hub.detector_state as t on t.detector = 'tick' and t.subject = 'global'
cross join lateral (select (t.state -> 'next' ->> d.kind)::timestamptz - hub.clock() as looks_in) as l
cross join lateral (
  select count(*) filter (where e.state <> 'recovering') as firing, count(*) filter (where e.state = 'recovering') as ending,
    (array_agg(e.title order by e.state = 'recovering', array_position('{critical,error,warning,info}'::text[], e.severity), e.id))[1] as told
  from public.monitoring_events as e where e.kind = d.kind and e.state <> 'resolved'
) as a
cross join lateral (
  select count(*) filter (where e.feedback = 'useful') as useful, count(*) filter (where e.feedback <> 'useful') as wrong, max(e.fired_at) as last
  from public.monitoring_events as e where e.kind = d.kind and e.state = 'resolved' and e.resolved_at > (select hub.clock()) - interval '30 days'
) as f
order by l.looks_in < interval '-15 seconds' desc, a.firing desc, a.ending desc, d.scored desc, d.kind;

comment on view ops.detectors is 'What is watched, how it stands and when it looks next; what one finds now: select * from hub.findings(''stall'');';
comment on column ops.detectors.kind is 'Kind of its alerts. What it watches: select kind, title, title_ko from hub.detectors;';
comment on column ops.detectors.tells is 'pages: proven on labelled simulations, may wake people; shows: not yet proven, on the dashboard only.';
comment on column ops.detectors.stands is 'open: alerts that last; ending: their condition is gone; asleep: it was not asked in time, tick() does not run.';
comment on column ops.detectors.evidence is 'The first open alert; how near it is to fire; or when it fired last, in 30 days.';
comment on column ops.detectors.looks_in is 'When tick() asks it next; 0: now.';
comment on column ops.detectors.rated is 'Ended alerts of 30 days that people found useful / not (hub.rate_event).';
