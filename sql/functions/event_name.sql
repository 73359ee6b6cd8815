create or replace function hub.event_name(p_trigger_type text) returns text
language sql stable security definer set search_path = ''
as $$
  -- The domain event that a trigger_type means: siblings spell some differently
  -- (hub.event_aliases); free text stands for itself, in lower case.
  select coalesce(
    (select a.event from hub.event_aliases as a where a.alias = lower(btrim(p_trigger_type))),
    lower(btrim(p_trigger_type)))
$$;

comment on function hub.event_name is 'The event that a trigger_type means: select hub.event_name(''player_eliminated'');  -- elimination';
