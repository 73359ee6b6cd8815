create or replace function hub.acknowledge_event(
  p_event bigint, p_actor text, p_note text default null, p_until timestamptz default null, p_now timestamptz default null
) returns public.monitoring_events
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'acknowledge_event' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Take an alert: it has an owner now, and stops asking for one. With p_until the
-- acknowledgement ends then, and the alert returns to the top if it still lasts. Another
-- person may take it over.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before public.monitoring_events := hub.lock_event(p_event);
  v_row    public.monitoring_events;
begin
  perform hub.act_as(p_actor, coalesce(nullif(btrim(p_note), ''), 'acknowledged'));
  if p_until <= v_now then
    raise exception 'the acknowledgement would have ended at %', hub.told_moment(p_until) using errcode = 'UB422', hint = 'Give a time in the future, or none.';
  end if;
  update public.monitoring_events as e
  set acknowledged_at = v_now, acknowledged_by = hub.actor(), acknowledged_until = p_until
  where e.id = p_event
  returning * into v_row;
  perform hub.record_action('acknowledge_event', 'event:' || p_event, to_jsonb(v_before), to_jsonb(v_row));
  return v_row;
end
$$;

comment on function hub.acknowledge_event is 'Take an alert: select id, acknowledged_by from hub.acknowledge_event(7, ''ann'', ''looking'');';
