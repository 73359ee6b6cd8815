create or replace function hub.rate_event(
  p_event bigint, p_actor text, p_feedback text, p_notes text default null, p_now timestamptz default null
) returns public.monitoring_events
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'rate_event' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Say what an alert was worth: useful, false_positive, not_actionable or missing_details. Open
-- or ended; the last word counts. These are the detectors' live precision (ops.detectors).
-- The notes stand in the audit.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before public.monitoring_events;
  v_row    public.monitoring_events;
begin
  perform hub.act_as(p_actor, concat_ws(': ', coalesce(p_feedback, 'no feedback'), nullif(btrim(p_notes), '')));
  if p_feedback is null or p_feedback not in ('useful', 'false_positive', 'not_actionable', 'missing_details') then
    raise exception 'unknown feedback "%"', left(coalesce(p_feedback, 'null'), 40)
      using errcode = 'UB422', hint = 'feedback is useful, false_positive, not_actionable or missing_details.';
  end if;
  select * into v_before from public.monitoring_events as e where e.id = p_event for update;
  if not found then
    raise exception 'no event %', coalesce(p_event::text, 'null')
      using errcode = 'UB404', hint = 'select id, kind, subject, title from monitoring_events order by id desc limit 20;';
  end if;
  update public.monitoring_events as e set feedback = p_feedback where e.id = p_event returning * into v_row;
  perform hub.record_action('rate_event', 'event:' || p_event, to_jsonb(v_before), to_jsonb(v_row), false);
  return v_row;
end
$$;

comment on function hub.rate_event is 'Say what an alert was worth: select id, feedback from hub.rate_event(7, ''ann'', ''false_positive'');';
