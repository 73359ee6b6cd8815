create or replace function hub.players_are_normal(p_players jsonb) returns boolean
language sql immutable
begin atomic
  -- Whether players are already as hub.normal_players makes them. Asked for every hand
  -- that is inserted, so it is compiled paths and no loop. A filter looks into arrays
  -- unasked, type() does not: hence the two paths that only ask for types.
  select coalesce(jsonb_typeof(p_players) = 'array'
    and not jsonb_path_exists(p_players, '$[*].type() ? (@ != "object")')
    and not jsonb_path_exists(p_players, '$[*].hole_cards[*].type() ? (@ != "string")')
    and not jsonb_path_exists(p_players, '$[*] ? (
    !(@.seat.type() == "number") || @.seat.floor() != @.seat || @.seat > 32767 || @.seat < -32768
    || !(@.name.type() == "string")
    || !(@.hole_cards.type() == "array")
    || exists(@.hole_cards[*] ? (!(@ like_regex "^[2-9TJQKA][cdhs]$")))
    || (exists(@.stack) && (!(@.stack.type() == "number") || @.stack.floor() != @.stack || @.stack > 999999999999999999 || @.stack < -999999999999999999))
    || (exists(@.end_stack) && (!(@.end_stack.type() == "number") || @.end_stack.floor() != @.end_stack || @.end_stack > 999999999999999999 || @.end_stack < -999999999999999999))
    || (exists(@.won) && (!(@.won.type() == "number") || @.won.floor() != @.won || @.won > 999999999999999999 || @.won < -999999999999999999))
    || (exists(@.folded) && !(@.folded.type() == "boolean"))
    || (exists(@.all_in) && !(@.all_in.type() == "boolean"))
    || (exists(@.sitting_out) && !(@.sitting_out.type() == "boolean"))
    || (exists(@.eliminated) && !(@.eliminated.type() == "boolean")))'), false);
end;

comment on function hub.players_are_normal is 'Whether hub.normal_players would change nothing: select hub.players_are_normal(players_json) from hands;';
