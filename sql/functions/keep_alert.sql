create or replace function hub.keep_alert(p_event public.monitoring_events, p_finding hub.finding, p_now timestamptz) returns text
language plpgsql volatile set search_path = ''
as $$
-- An open alert whose condition is true: what became of it, or null when nothing did.
-- Its figures are written anew now and then, at once when it became worse: each write is
-- a line in the journal and a message to every dashboard.
declare
  v_pending_for interval := coalesce((select d.pending_for from hub.detectors as d where d.kind = p_event.kind), interval '0');
  v_state text := case
    when p_event.state = 'recovering' then 'firing'
    when p_event.state = 'pending' and p_event.created_at <= p_now - v_pending_for then 'firing'
    else p_event.state end;
  v_worse boolean := array_position('{info,warning,error,critical}'::text[], p_finding.severity)
      > array_position('{info,warning,error,critical}'::text[], p_event.severity)
    or coalesce((p_finding.members ->> 'total')::int, 0) > 1.5 * coalesce((p_event.members ->> 'total')::int, 0)
    or p_event.title_ko = '' and p_finding.title_ko <> '';  -- raised directly: it lacks what the detector knows
begin
  if v_state = p_event.state and not v_worse and p_event.last_seen_at > p_now - hub.setting_interval('alert.refresh') then
    return null;
  end if;
  perform set_config('hub.reason', case
    when v_state = p_event.state and v_worse then 'it became worse'
    when v_state = p_event.state then 'it lasts'
    when p_event.state = 'recovering' then 'the condition is true again'
    else 'the condition has stayed true' end, true);
  update public.monitoring_events as e
  set state = v_state, fired_at = case when v_state = 'firing' then coalesce(e.fired_at, p_now) end, recovering_at = null,
    count = e.count + 1, last_seen_at = p_now, severity = p_finding.severity, title = p_finding.title, title_ko = coalesce(nullif(p_finding.title_ko, ''), e.title_ko),
    details = coalesce(p_finding.evidence, '{}'), members = coalesce(nullif(p_finding.members, '{}'), e.members), suggested_action = p_finding.suggested_action
  where e.id = p_event.id and e.state = p_event.state;
  return case when v_state <> p_event.state then v_state when v_worse then 'worse' end;
end
$$;

comment on function hub.keep_alert is 'Used by judge_findings: an open alert whose condition is true.';
