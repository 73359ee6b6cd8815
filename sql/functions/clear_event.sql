create or replace function hub.clear_event(p_kind text, p_subject text, p_by text, p_notes text) returns bigint
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.reason = ''
as $$
-- Resolve the open alert of this cause, if there is one; answers its id or null. One that is
-- unstable is held open for a while, as hub.end_alert says: whoever calls this calls again.
-- One that somebody else is changing is left for then as well.
declare
  v_event public.monitoring_events;
begin
  select e.* into v_event from public.monitoring_events as e
  where e.kind = p_kind and e.subject = p_subject and e.state <> 'resolved'
  for no key update skip locked;
  if not found then
    return null;
  end if;
  if v_event.flapping then
    perform hub.end_alert(v_event, 'true', hub.clock());
  else
    perform set_config('hub.reason', p_notes, true);
    update public.monitoring_events as e
    set state = 'resolved', resolved_at = hub.clock(), resolved_by = p_by, resolution_notes = p_notes, recovering_at = null, suppressed_by = null
    where e.id = v_event.id;
  end if;
  return v_event.id;
end
$$;

comment on function hub.clear_event is 'Resolve an alert by its cause: select hub.clear_event(''rule_failed'', ''rule:x'', ''hub:tick'', ''works again'');';
