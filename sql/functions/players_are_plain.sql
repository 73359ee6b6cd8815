create or replace function hub.players_are_plain(p_players jsonb) returns boolean
language sql immutable
begin atomic
  -- Whether players are as hub.normal_players makes them and hold no other fields than
  -- those that the hub knows: one look at the text, for every hand that is inserted. Keys
  -- of a jsonb stand in a fixed order (shorter ones first). False means: look closer.
  select coalesce(p_players::text ~ '^\[(\{("won": -?[0-9]{1,17}, )?"name": "([^"\\]|\\.)*", "seat": [0-9]{1,4}(, "stack": -?[0-9]{1,17})?(, "all_in": (true|false))?(, "folded": (true|false))?(, "end_stack": -?[0-9]{1,17})?(, "eliminated": (true|false))?, "hole_cards": \[("[2-9TJQKA][cdhs]"(, )?)*\](, "sitting_out": (true|false))?\}(, )?)*\]$', false);
end;

comment on function hub.players_are_plain is 'Whether hub.normal_players has nothing to do, at a glance: select hub.players_are_plain(players_json) from hands;';
