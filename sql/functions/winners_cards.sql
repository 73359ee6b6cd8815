create or replace function hub.winners_cards(p_winner text, p_players jsonb, p_board jsonb) returns text[]
language sql stable
begin atomic
  -- Board and hole cards of the named winner, in the hub's notation; null when there is no
  -- such unfolded player with two cards, or when players say who received chips: then the
  -- winner's name alone does not tell whose cards count.
  select case when not jsonb_path_exists(p_players, '$[*].won ? (@ > 0)') then
    string_to_array(translate((p_board || (jsonb_path_query_first(p_players,
      '$[*] ? (@.name == $winner && @.hole_cards.size() == 2 && !(@.folded == true))',
      jsonb_build_object('winner', p_winner)) -> 'hole_cards'))::text, '[]" ', ''), ',') end;
end;

comment on function hub.winners_cards is 'Cards of a named winner: select hub.cards_rank(hub.winners_cards(winner, players_json, community_cards_json)) from hands;';
