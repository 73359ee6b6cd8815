create or replace function hub.chip_leader(p_hand public.hands) returns jsonb
language sql immutable set search_path = ''
as $$
  -- The player with most chips at the table after a hand; null when end stacks are unknown.
  select p
  from jsonb_array_elements(p_hand.players_json) as p
  where (p ->> 'end_stack')::numeric > 0
  order by (p ->> 'end_stack')::numeric desc, (p ->> 'seat')::numeric
  limit 1
$$;

comment on function hub.chip_leader is 'Chip leader after a hand: select hub.chip_leader(h) from hands as h where id = 12;';
