create or replace function hub.raise_event(
  p_kind text, p_subject text, p_event_type text, p_severity text, p_title text,
  p_details jsonb default '{}', p_suggested jsonb default null
) returns bigint
language sql volatile security definer set search_path = ''
as $$
  -- Open the alert of this cause, or count it up if it is open already.
  --
  -- The partial unique index on (kind, subject) decides, so two sessions that see
  -- the same cause at once make one alert. Two producers that raise the same alert
  -- in open transactions wait for one another here: callers in an insert path come
  -- here only when something is broken, never on the ordinary way.
  insert into public.monitoring_events as e
    (event_type, kind, severity, state, subject, first_seen_at, last_seen_at, fired_at, created_at, title, details, suggested_action)
  values
    (p_event_type, p_kind, p_severity, 'firing', p_subject, hub.clock(), hub.clock(), hub.clock(), hub.clock(), p_title, p_details, p_suggested)
  on conflict (kind, subject) where state <> 'resolved' do update
  set count = e.count + 1, last_seen_at = excluded.last_seen_at, title = excluded.title,
    details = excluded.details, suggested_action = excluded.suggested_action,
    state = case when e.state = 'recovering' then 'firing' else e.state end
  returning id
$$;

comment on function hub.raise_event is 'Open or count up an alert: select hub.raise_event(''rule_failed'', ''rule:x'', ''warning'', ''error'', ''Rule x fails'');';
