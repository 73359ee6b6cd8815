create or replace function hub.normal_hand(p_hand public.hands) returns public.hands
language plpgsql stable set search_path = ''
as $$
-- A hand in the one spelling for everything whose meaning is clear, and a refusal with a
-- hint for what the siblings' strict readers could not parse. What is normal stays as it is.
declare
  v_hand public.hands := p_hand;
begin
  v_hand.table_id := btrim(v_hand.table_id);
  if coalesce(v_hand.table_id, '') = '' or length(v_hand.table_id) > 50 then
    raise exception 'table_id must have 1 to 50 characters, not %', coalesce(length(v_hand.table_id)::text, 'null')
      using errcode = 'UB422', hint = 'Send the physical table: "table_1".';
  end if;

  if v_hand.hand_number is null then
    raise exception 'a hand needs a hand_number'
      using errcode = 'UB422', hint = 'Send the number shown at the table; -1 when it is not known.';
  end if;
  if v_hand.session_id is not null and v_hand.started_at is null then
    raise exception 'session_id without started_at'
      using errcode = 'UB422', hint = 'A hand of a session is known by both; send the start as exported.';
  end if;
  if (v_hand.voided_at is null) <> (v_hand.void_reason is null) then
    raise exception 'voided_at and void_reason go together'
      using errcode = 'UB422', hint = 'Use hub.void_hand(id, who, why), which sets both.';
  end if;

  v_hand.source := lower(regexp_replace(btrim(coalesce(v_hand.source, 'rfid')), '^.*\.', '') collate "C");  -- Turkish has two i
  if v_hand.source in ('pokergfx', 'primary', 'fused', 'ai_video', 'secondary') then
    v_hand.origin := coalesce(v_hand.origin, case v_hand.source when 'primary' then 'pokergfx' when 'secondary' then 'ai_video' else v_hand.source end);
    v_hand.source := 'rfid';
  elsif v_hand.source not in ('rfid', 'csv', 'manual') then
    raise exception 'unknown source "%"', left(v_hand.source, 40)
      using errcode = 'UB422', hint = 'source is rfid, csv or manual; say more in origin.';
  end if;

  v_hand.hand_rank := hub.rank_name(p_hand.hand_rank);
  if v_hand.hand_rank is null and btrim(coalesce(p_hand.hand_rank, '')) <> '' then
    raise exception 'unknown hand_rank "%"', left(p_hand.hand_rank, 40)
      using errcode = 'UB422', hint = 'hand_rank is null or royal_flush, straight_flush, four_of_a_kind, full_house, flush, straight, three_of_a_kind, two_pair, one_pair, high_card.';
  end if;
  v_hand.pot_size := coalesce(v_hand.pot_size, 0);
  if v_hand.pot_size < 0 or v_hand.duration_seconds < 0 then
    raise exception 'pot_size and duration_seconds cannot be negative'
      using errcode = 'UB422', hint = 'Send chips and seconds; 0 or null when unknown.';
  end if;

  v_hand.winner := nullif(btrim(v_hand.winner), '');
  if length(v_hand.winner) > 100 then
    raise exception 'winner may have 100 characters' using errcode = 'UB422', hint = 'Shorten it; all names stand in players_json.';
  end if;
  v_hand.run := greatest(coalesce(v_hand.run, 1), 1);
  v_hand.quality_flags := array(select f from unnest(v_hand.quality_flags) as f where btrim(f) <> '');  -- flat, without nulls
  perform hub.check_times('created_at or started_at', v_hand.created_at, v_hand.started_at);

  v_hand.blinds_json := coalesce(hub.opened_json(v_hand.blinds_json), '{}');
  if jsonb_typeof(v_hand.blinds_json) = 'null' then
    v_hand.blinds_json := '{}';
  end if;
  v_hand.blinds_json := hub.normal_objects(jsonb_build_array(v_hand.blinds_json), '{small_blind,big_blind,ante}', 'blinds_json') -> 0;
  v_hand.players_json := hub.normal_players(v_hand.players_json);
  v_hand.community_cards_json := hub.normal_cards(v_hand.community_cards_json, 'community_cards_json');
  v_hand.actions_json := hub.normal_objects(v_hand.actions_json, '{}', 'actions_json');
  return v_hand;
end
$$;

comment on function hub.normal_hand is 'A hand as the strict readers need it: select (hub.normal_hand(h)).* from hands as h where id = 12;';
