create or replace function hub.event_spellings(p_names jsonb) returns jsonb
language sql stable set search_path = ''
as $$
  -- Every spelling of trigger_type that means one of these events, in lower case.
  select jsonb_agg(distinct s.name)
  from jsonb_array_elements_text(p_names) as n (name)
  cross join lateral (
    select hub.event_name(n.name) as name
    union all
    select a.alias from hub.event_aliases as a where a.event = hub.event_name(n.name)
  ) as s
$$;

comment on function hub.event_spellings is 'Every spelling of some events: select hub.event_spellings(''["elimination"]'');';
