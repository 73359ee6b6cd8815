create or replace function hub.raise_event(
  p_kind text, p_subject text, p_event_type text, p_severity text, p_title text,
  p_details jsonb default '{}', p_suggested jsonb default null
) returns bigint
language sql volatile security definer set search_path = ''
as $$
  -- Open the alert of this cause, or count it up if it is open already; its id, null when
  -- somebody is opening it at this moment.
  --
  -- The partial unique index on (kind, subject) decides, so two sessions that see the same
  -- cause at once make one alert. An alert that somebody else is changing (tick() changes
  -- many in one transaction) is left as it is: whoever raises one may hold an instruction,
  -- and must not wait for who may want that instruction next. What is still wrong will be
  -- found again.
  with open as (
    select e.id from public.monitoring_events as e
    where e.kind = p_kind and e.subject = p_subject and e.state <> 'resolved'
  ),
  held as (
    select e.id from public.monitoring_events as e
    where e.kind = p_kind and e.subject = p_subject and e.state <> 'resolved'
    for no key update skip locked
  ),
  counted as (
    update public.monitoring_events as e
    set count = e.count + 1, last_seen_at = hub.clock(), title = p_title, details = p_details, suggested_action = p_suggested,
      state = case when e.state = 'recovering' then 'firing' else e.state end, recovering_at = null
    where e.id in (select h.id from held as h)
    returning e.id
  ),
  made as (
    insert into public.monitoring_events
      (event_type, kind, severity, state, subject, first_seen_at, last_seen_at, fired_at, created_at, title, details, suggested_action)
    select p_event_type, p_kind, p_severity, 'firing', p_subject, hub.clock(), hub.clock(), hub.clock(), hub.clock(), p_title, p_details, p_suggested
    where not exists (select from open)
    on conflict (kind, subject) where state <> 'resolved' do nothing
    returning id
  )
  select coalesce((select c.id from counted as c), (select m.id from made as m), (select o.id from open as o))
$$;

comment on function hub.raise_event is 'Open or count up an alert: select hub.raise_event(''rule_failed'', ''rule:x'', ''warning'', ''error'', ''Rule x fails'');';
