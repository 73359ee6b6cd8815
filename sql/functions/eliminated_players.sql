create or replace function hub.eliminated_players(p_hand public.hands) returns setof jsonb
language sql immutable rows 1 set search_path = ''
as $$
  -- The players of a hand who lost their last chips in it.
  select p
  from jsonb_array_elements(p_hand.players_json) as p
  where p -> 'eliminated' = 'true'
    or not p ? 'eliminated' and (p ->> 'stack')::numeric > 0 and (p ->> 'end_stack')::numeric = 0
$$;

comment on function hub.eliminated_players is 'Who is out: select hub.eliminated_players(h) from hands as h where id = 12;';
