create or replace function hub.hide_folded_cards(p_players jsonb) returns jsonb
language sql immutable
set search_path = ''
begin atomic
  -- The players without the hole cards of those who folded. Who does not say whether he
  -- folded is taken for one who did: a card shown too early cannot be taken back. Of those only
  -- fields stay that the hub knows: a producer's own may hold the cards as well.
  select coalesce(
    jsonb_agg(
      case when p.player ->> 'folded' = 'false' then p.player else
        (select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(p.player) as f
          where f.key in ('seat', 'name', 'nationality', 'stack', 'end_stack', 'won', 'folded', 'all_in', 'sitting_out', 'eliminated'))
        || '{"hole_cards": []}' end
      order by p.nr),
    '[]')
  from jsonb_array_elements(p_players) with ordinality as p(player, nr);
end;

comment on function hub.hide_folded_cards is 'Players as a viewer may see them: select hub.hide_folded_cards(players_json) from hands where id = 1;';
