create or replace function hub.normal_players(p_players jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
-- Players as the siblings' strict readers expect: objects with an integer seat, a
-- text name and hole cards in one notation; other fields are kept. Yes and no become
-- true booleans: whose cards are secret and who can have won hangs on `folded`.
declare
  v_flag   text;
  v_result jsonb := '[]';
  v_player jsonb;
  v_place  int := 0;
begin
  perform hub.check_document(p_players, 'players_json');
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
    if coalesce(jsonb_typeof(v_player -> 'seat'), 'null') <> 'number' or (v_player -> 'seat')::bigint not between -32768 and 32767 then
      raise exception 'player % in players_json has no seat', v_place
        using errcode = 'UB422', hint = 'Give every player an integer seat: {"seat": 3, "name": "KIM"}.';
    end if;
    if jsonb_typeof(v_player -> 'name') in ('object', 'array', 'boolean') then
      raise exception 'player % in players_json has no name but %', v_place, left((v_player -> 'name')::text, 40)
        using errcode = 'UB422', hint = 'Send the name as text, or leave it out.';
    end if;
    foreach v_flag in array array['folded', 'all_in', 'sitting_out', 'eliminated'] loop
      if v_player -> v_flag = 'null' then
        v_player := v_player - v_flag;
      elsif v_player ? v_flag then
        v_player := jsonb_set(v_player, array[v_flag], hub.normal_boolean(v_player -> v_flag, format('players_json[%s].%s', v_place - 1, v_flag)));
      end if;
    end loop;
    v_result := v_result || jsonb_build_array(v_player
      || jsonb_build_object('name', coalesce(v_player ->> 'name', ''))
      || jsonb_build_object('hole_cards', hub.normal_cards(v_player -> 'hole_cards', format('players_json[%s].hole_cards', v_place - 1))));
  end loop;
  return v_result;
end
$$;

comment on function hub.normal_players is 'Players with true seats and cards: select hub.normal_players(''[{"seat": "3", "name": "KIM", "hole_cards": ["qh 3c"]}]'');';
