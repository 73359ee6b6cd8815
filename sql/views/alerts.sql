create or replace view ops.alerts as
select e.id, left(e.severity, 4) as sev,
  date_trunc(case when a.age > interval '1 day' then 'day' else 'second' end, a.age) as age,
  e.kind,
  -- 26 columns of a terminal a line: a wide sign counts twice, by a mark that is taken out again
  replace(rtrim(regexp_replace(regexp_replace(concat_ws(E'\n', t.title, t.note), '([ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹯＀-｠])', E'\\1\x01', 'g'),
    '([^\n]{1,26})( +|\n|$)|([^\n ]{26})', E'\\1\\3\n', 'g'), E'\n'), E'\x01', '') as title,
  case
    when length(e.suggested_action ->> 'sql') <= 38 then e.suggested_action ->> 'sql'
    when e.kind in ('orphan_hand', 'generator_down', 'graphic_missing') then 'select * from ops.orphan_hands;'
    when e.kind in ('stale_pending', 'priority_inversion') then 'select * from ops.stale_instructions;'
    when e.kind in ('worker_lost', 'bad_worker', 'stall', 'throughput_drop') then 'select * from ops.workers;'
    when e.kind = 'poison_job' then 'select * from ops.failed;'
    when e.kind in ('error_surge', 'remedy_paused') then 'select * from ops.failure_rate;'
    when e.kind = 'stuck_processing' then 'select * from ops.stuck;'
    when e.kind = 'suspect_output' then 'select * from ops.outputs limit 30;'
    when e.kind in ('silent_table', 'clock_skew') then 'select * from ops.pipeline;'
    when e.kind = 'rule_failed' then 'select * from ops.rules;'
    else 'select * from ops.health;' end as remedy
from public.monitoring_events as e
cross join lateral (select hub.clock() - coalesce(e.fired_at, e.first_seen_at) as age) as a
cross join lateral (
  select count(*) as hidden from public.monitoring_events as c where c.suppressed_by = e.id and c.state <> 'resolved'
) as h
cross join lateral (
  select case e.state when 'recovering' then 'ending: ' when 'pending' then 'not yet: ' else '' end || e.title as title,
    '(' || nullif(concat_ws(', ', 'taken by ' || e.acknowledged_by, case when h.hidden > 0 then h.hidden || ' more behind it' end,
      case when e.silenced_until > hub.clock() then 'silenced' end, case when e.flapping then 'unstable' end), '') || ')' as note
) as t
where e.state <> 'resolved' and e.suppressed_by is null and e.event_type <> 'action'
order by e.state = 'pending', array_position('{critical,error,warning,info}'::text[], e.severity),
  e.acknowledged_at is not null, coalesce(e.silenced_until > hub.clock(), false), e.fired_at, e.id;

comment on view ops.alerts is 'What is wrong now, worst first; take one: select id from hub.acknowledge_event(7, user);';
comment on column ops.alerts.id is 'For hub.acknowledge_event, hub.silence_event, hub.resolve_event and hub.rate_event.';
comment on column ops.alerts.sev is 'crit: act now; erro: somebody must look; warn: the hub is handling it; info: for the record.';
comment on column ops.alerts.age is 'Since it fires.';
comment on column ops.alerts.kind is 'Which detector found it: ops.detectors.';
comment on column ops.alerts.title is 'The whole sentence; in brackets who took it and how many alerts of the same cause it hides. Evidence, Korean and members: select * from monitoring_events where id = 7 \gx';
comment on column ops.alerts.remedy is 'What is suggested, or the view whose rows carry the statement that mends it.';
