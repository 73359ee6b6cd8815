create or replace function hub.lock_event(p_event bigint) returns public.monitoring_events
language plpgsql volatile set search_path = ''
as $$
-- Lock one alert for an intervention; UB404 when there is none, UB409 when it has ended.
declare
  v_row public.monitoring_events;
begin
  select * into v_row from public.monitoring_events as e where e.id = p_event for update;
  if not found then
    raise exception 'no event %', coalesce(p_event::text, 'null')
      using errcode = 'UB404', hint = 'select id, kind, subject, title from monitoring_events order by id desc limit 20;';
  end if;
  if v_row.state = 'resolved' then
    raise exception 'event % is resolved already', p_event
      using errcode = 'UB409', detail = 'blocked by event:' || p_event, hint = 'What comes back is a new event: select id from monitoring_events where reentry_of is not null order by id desc;';
  end if;
  return v_row;
end
$$;

comment on function hub.lock_event is 'Used by verbs: locks one open alert, or raises UB404 or UB409.';
