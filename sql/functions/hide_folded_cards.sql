create or replace function hub.hide_folded_cards(p_players jsonb) returns jsonb
language sql immutable
set search_path = ''
begin atomic
  -- The players without the hole cards of those who folded. Who does not say whether he
  -- folded is taken for one who did: a card shown too early cannot be taken back.
  select coalesce(
    jsonb_agg(
      case when p.player ->> 'folded' = 'false' then p.player else p.player || '{"hole_cards": []}' end
      order by p.nr),
    '[]')
  from jsonb_array_elements(p_players) with ordinality as p(player, nr);
end;

comment on function hub.hide_folded_cards is 'Players as a viewer may see them: select hub.hide_folded_cards(players_json) from hands where id = 1;';
