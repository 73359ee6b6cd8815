create or replace function hub.cards_are_normal(p_cards jsonb) returns boolean
language sql immutable
begin atomic
  -- Whether a board is a list of up to five cards in the hub's notation.
  select coalesce(translate(p_cards::text, '23456789TJQKAcdhs', 'rrrrrrrrrrrrrssss') in (
    '[]', '["rs", "rs", "rs"]', '["rs", "rs", "rs", "rs"]', '["rs", "rs", "rs", "rs", "rs"]'), false);
end;

comment on function hub.cards_are_normal is 'Whether a board needs no mending, at a glance: select hub.cards_are_normal(community_cards_json) from hands;';
