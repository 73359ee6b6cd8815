create or replace function hub.silence_event(
  p_event bigint, p_actor text, p_reason text, p_for interval default '1 hour', p_now timestamptz default null
) returns public.monitoring_events
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'silence_event' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Keep an alert quiet for a while: it stays on the page, nobody is told. The silence belongs
-- to its cause (kind and subject), so it goes on when the alert ends and comes back. Nothing
-- else is hidden by it. p_for 0 ends a silence.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before public.monitoring_events := hub.lock_event(p_event);
  v_row    public.monitoring_events;
begin
  perform hub.act_as(p_actor, p_reason);
  if p_for is null or p_for < interval '0' or p_for > interval '7 days' then
    raise exception 'a silence of % is out of range', coalesce(p_for::text, 'null') using errcode = 'UB422', hint = 'Silence for 0 (ends it) to 7 days.';
  end if;
  update public.monitoring_events as e
  set silenced_until = case when p_for > interval '0' then v_now + p_for end
  where e.id = p_event
  returning * into v_row;
  perform hub.record_action('silence_event', 'event:' || p_event, to_jsonb(v_before), to_jsonb(v_row));
  return v_row;
end
$$;

comment on function hub.silence_event is 'Keep an alert quiet: select id, silenced_until from hub.silence_event(7, ''ann'', ''known'', ''2 hours'');';
