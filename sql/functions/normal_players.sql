create or replace function hub.normal_players(p_players jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
-- Players as the siblings' strict readers expect: objects with an integer seat, a
-- text name and hole cards in one notation; other fields are kept.
declare
  v_result jsonb := '[]';
  v_player jsonb;
  v_place  int := 0;
begin
  if hub.players_are_normal(p_players) then
    return p_players;  -- the ordinary case, and much cheaper
  end if;
  for v_player in
    select e
    from jsonb_array_elements(hub.normal_objects(p_players, '{seat,stack,end_stack,won}', 'players_json'))
      with ordinality as t (e, n)
    order by n
  loop
    v_place := v_place + 1;
    if coalesce(jsonb_typeof(v_player -> 'seat'), 'null') <> 'number' then
      raise exception 'player % in players_json has no seat', v_place
        using errcode = 'UB422', hint = 'Give every player an integer seat: {"seat": 3, "name": "KIM"}.';
    end if;
    v_result := v_result || jsonb_build_array(v_player
      || jsonb_build_object('name', coalesce(v_player ->> 'name', ''))
      || jsonb_build_object('hole_cards', hub.normal_cards(v_player -> 'hole_cards', format('players_json[%s].hole_cards', v_place - 1))));
  end loop;
  return v_result;
end
$$;

comment on function hub.normal_players is 'Players with true seats and cards: select hub.normal_players(''[{"seat": "3", "name": "KIM", "hole_cards": ["qh 3c"]}]'');';
