create or replace function hub.clear_event(p_kind text, p_subject text, p_by text, p_notes text) returns bigint
language sql volatile security definer set search_path = ''
as $$
  -- Resolve the open alert of this cause, if there is one; answers its id or null.
  update public.monitoring_events as e
  set state = 'resolved', resolved_at = hub.clock(), resolved_by = p_by, resolution_notes = p_notes
  where e.kind = p_kind and e.subject = p_subject and e.state <> 'resolved'
  returning e.id
$$;

comment on function hub.clear_event is 'Resolve an alert by its cause: select hub.clear_event(''rule_failed'', ''rule:x'', ''hub:tick'', ''works again'');';
