create or replace function hub.resolve_event(
  p_event bigint, p_actor text, p_notes text, p_feedback text default null, p_now timestamptz default null
) returns public.monitoring_events
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'resolve_event' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- End an alert by hand. Its cause raises no new one for resolve.watermark; if it comes back
-- later, that is a new alert, linked to this one. What hid behind it is judged afresh by the
-- next tick(). p_feedback says what it was worth: hub.rate_event.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before public.monitoring_events := hub.lock_event(p_event);
  v_row    public.monitoring_events;
begin
  perform hub.act_as(p_actor, p_notes);
  update public.monitoring_events as e
  set state = 'resolved', resolved_at = v_now, resolved_by = hub.actor(), resolution_notes = btrim(p_notes), recovering_at = null, suppressed_by = null
  where e.id = p_event
  returning * into v_row;
  perform hub.record_action('resolve_event', 'event:' || p_event, to_jsonb(v_before), to_jsonb(v_row), false);
  if p_feedback is not null then
    v_row := hub.rate_event(p_event, p_actor, p_feedback, null, p_now);
  end if;
  return v_row;
end
$$;

comment on function hub.resolve_event is 'End an alert: select id, state from hub.resolve_event(7, ''ann'', ''cable was loose'');';
