create or replace function hub.open_alert(p_finding hub.finding, p_now timestamptz, p_at_once boolean default false) returns text
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Open the alert of a cause: the state it begins in, or null when it is held back.
--
-- After a person resolved the same cause a moment ago nothing is raised until the
-- watermark has passed; what comes back later is a new alert, linked to the old one, whose
-- silence goes on. Too many of them in a short time make it unstable: it is held open.
-- p_at_once: it is known, and needs no time to prove itself.
declare
  v_last    public.monitoring_events;
  v_pending boolean := not p_at_once and coalesce((select d.pending_for > interval '0' from hub.detectors as d where d.kind = p_finding.kind), false);
  v_cycles  int;
begin
  select e.* into v_last
  from public.monitoring_events as e
  where e.kind = p_finding.kind and e.subject = p_finding.subject and e.state = 'resolved'
  order by e.resolved_at desc
  limit 1;
  if coalesce(v_last.resolved_by, '') not like 'hub:%' and v_last.resolved_at > p_now - hub.setting_interval('resolve.watermark') then
    return null;
  end if;
  select count(*) into v_cycles
  from public.monitoring_events as e
  where e.kind = p_finding.kind and e.subject = p_finding.subject and e.state = 'resolved' and e.fired_at is not null
    and e.resolved_at > p_now - hub.setting_interval('flapping.per');

  perform set_config('hub.reason', case when v_last.id is null then 'the condition is true' else 'the condition is true again' end, true);
  insert into public.monitoring_events
    (event_type, kind, subject, severity, state, flapping, reentry_of, first_seen_at, last_seen_at, fired_at, created_at, silenced_until,
     title, title_ko, details, members, suggested_action)
  values
    (p_finding.event_type, p_finding.kind, p_finding.subject, p_finding.severity, case when v_pending then 'pending' else 'firing' end,
     v_cycles >= hub.setting_number('flapping.cycles'),
     case when v_last.resolved_at > p_now - interval '24 hours' and v_last.fired_at is not null then v_last.id end,
     coalesce(p_finding.since, p_now), p_now, case when not v_pending then p_now end, p_now,
     case when v_last.silenced_until > p_now then v_last.silenced_until end,
     p_finding.title, coalesce(p_finding.title_ko, ''), coalesce(p_finding.evidence, '{}'), coalesce(p_finding.members, '{}'), p_finding.suggested_action)
  on conflict (kind, subject) where state <> 'resolved' do nothing;
  return case when not found then null when v_pending then 'pending' else 'firing' end;
end
$$;

comment on function hub.open_alert is 'Used by judge_findings: opens the alert of a cause.';
