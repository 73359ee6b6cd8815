create or replace function hub.all_in_players(p_hand public.hands) returns jsonb
language sql immutable set search_path = ''
as $$
  -- The players of a hand who went all in, smallest stack first: those marked all_in, or
  -- named by an action in any of the siblings' spellings ("ALL IN", all_in, All-In).
  select coalesce(jsonb_agg(p order by (p ->> 'stack')::numeric, (p ->> 'seat')::numeric), '[]')
  from jsonb_array_elements(p_hand.players_json) as p
  where p -> 'all_in' = 'true'
    or exists (
      select from jsonb_array_elements(p_hand.actions_json) as a
      where coalesce(a ->> 'action', a ->> 'type', a ->> 'EventType') ~* '^all[ _-]?in$'
        and coalesce(a ->> 'seat', a ->> 'player_num', a ->> 'PlayerNum') = p ->> 'seat')
$$;

comment on function hub.all_in_players is 'Who went all in: select hub.all_in_players(h) from hands as h where id = 12;';
