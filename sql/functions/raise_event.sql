create or replace function hub.raise_event(
  p_kind text, p_subject text, p_event_type text, p_severity text, p_title text,
  p_details jsonb default '{}', p_suggested jsonb default null, p_title_ko text default ''
) returns bigint
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.reason = ''
as $$
-- Open the alert of this cause at once, or keep it if it is open already; its id, null when
-- it is held back (a person has just resolved it) or somebody is opening it at this moment.
-- For what is known where it happens; it lives by the same rules as what a detector finds
-- (hub.open_alert, hub.keep_alert).
--
-- The partial unique index on (kind, subject) decides, so two sessions that see the same
-- cause at once make one alert. An alert that somebody else is changing (tick() changes
-- many in one transaction) is left as it is: whoever raises one may hold an instruction,
-- and must not wait for who may want that instruction next. What is still wrong will be
-- found again.
declare
  v_now     timestamptz := hub.clock();
  v_finding hub.finding := row(p_kind, p_event_type, p_subject, p_severity, v_now, p_title, p_title_ko, p_details, '{}'::jsonb, p_suggested, 'false')::hub.finding;
  v_event   public.monitoring_events;
begin
  select e.* into v_event from public.monitoring_events as e
  where e.kind = p_kind and e.subject = p_subject and e.state <> 'resolved'
  for no key update skip locked;
  if found then
    perform hub.keep_alert(v_event, v_finding, v_now);
    return v_event.id;
  end if;
  perform hub.open_alert(v_finding, v_now, true);
  return (select e.id from public.monitoring_events as e where e.kind = p_kind and e.subject = p_subject and e.state <> 'resolved');
end
$$;

comment on function hub.raise_event is 'Open or keep an alert: select hub.raise_event(''rule_failed'', ''rule:x'', ''warning'', ''error'', ''Rule x fails'');';
