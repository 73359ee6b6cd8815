create or replace function hub.tg_hands__normalise() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Before a hand is stored: one spelling for everything whose meaning is clear, and
-- a refusal with a hint for what the siblings' strict readers could not parse.
-- Hub times come from the hub's clock; created_at and started_at stay the producer's.
declare
  v_rank text := hub.rank_name(new.hand_rank);
begin
  new.table_id := btrim(new.table_id);
  if coalesce(new.table_id, '') = '' or length(new.table_id) > 50 then
    raise exception 'table_id must have 1 to 50 characters, not %', coalesce(length(new.table_id)::text, 'null')
      using errcode = 'UB422', hint = 'Send the physical table: "table_1".';
  end if;

  if new.hand_number is null then
    raise exception 'a hand needs a hand_number'
      using errcode = 'UB422', hint = 'Send the number shown at the table; -1 when it is not known.';
  end if;
  if new.session_id is not null and new.started_at is null then
    raise exception 'session_id without started_at'
      using errcode = 'UB422', hint = 'A hand of a session is known by both; send the start as exported.';
  end if;
  if (new.voided_at is null) <> (new.void_reason is null) then
    raise exception 'voided_at and void_reason go together'
      using errcode = 'UB422', hint = 'Use hub.void_hand(id, who, why), which sets both.';
  end if;

  new.source := lower(regexp_replace(btrim(coalesce(new.source, 'rfid')), '^.*\.', '') collate "C");  -- Turkish has two i
  if new.source in ('pokergfx', 'primary', 'fused', 'ai_video', 'secondary') then
    new.origin := coalesce(new.origin, case new.source when 'primary' then 'pokergfx' when 'secondary' then 'ai_video' else new.source end);
    new.source := 'rfid';
  elsif new.source not in ('rfid', 'csv', 'manual') then
    raise exception 'unknown source "%"', left(new.source, 40)
      using errcode = 'UB422', hint = 'source is rfid, csv or manual; say more in origin.';
  end if;

  if v_rank is null and btrim(coalesce(new.hand_rank, '')) <> '' then
    raise exception 'unknown hand_rank "%"', left(new.hand_rank, 40)
      using errcode = 'UB422', hint = 'hand_rank is null or royal_flush, straight_flush, four_of_a_kind, full_house, flush, straight, three_of_a_kind, two_pair, one_pair, high_card.';
  end if;
  new.hand_rank := v_rank;
  new.pot_size := coalesce(new.pot_size, 0);
  if new.pot_size < 0 or new.duration_seconds < 0 then
    raise exception 'pot_size and duration_seconds cannot be negative'
      using errcode = 'UB422', hint = 'Send chips and seconds; 0 or null when unknown.';
  end if;

  new.winner := nullif(btrim(new.winner), '');
  if length(new.winner) > 100 then
    raise exception 'winner may have 100 characters' using errcode = 'UB422', hint = 'Shorten it; all names stand in players_json.';
  end if;
  new.run := greatest(coalesce(new.run, 1), 1);
  if new.quality_flags <> '{}' or new.quality_flags is null then
    new.quality_flags := array(select f from unnest(new.quality_flags) as f where btrim(f) <> '');  -- flat, without nulls
  end if;
  if tg_op = 'INSERT' or new.blinds_json is distinct from old.blinds_json then
    new.blinds_json := coalesce(hub.opened_json(new.blinds_json), '{}');
    if jsonb_typeof(new.blinds_json) = 'null' then
      new.blinds_json := '{}';
    end if;
    new.blinds_json := hub.normal_objects(jsonb_build_array(new.blinds_json), '{small_blind,big_blind,ante}', 'blinds_json') -> 0;
  end if;
  if tg_op = 'INSERT' or new.players_json is distinct from old.players_json then
    new.players_json := hub.normal_players(new.players_json);
  end if;
  if tg_op = 'INSERT' or new.community_cards_json is distinct from old.community_cards_json then
    new.community_cards_json := hub.normal_cards(new.community_cards_json, 'community_cards_json');
  end if;
  if tg_op = 'INSERT' or new.actions_json is distinct from old.actions_json then
    new.actions_json := hub.normal_objects(new.actions_json, '{}', 'actions_json');
  end if;

  if new.hand_rank is not null and not hub.rank_fits_cards(new.hand_rank, new.winner, new.players_json, new.community_cards_json) then
    if not 'rank_contradicts_cards' = any (new.quality_flags) then
      new.quality_flags := new.quality_flags || 'rank_contradicts_cards'::text;
    end if;
  elsif new.quality_flags <> '{}' then
    new.quality_flags := array_remove(new.quality_flags, 'rank_contradicts_cards');
  end if;
  new.is_premium := coalesce(hub.rank_order(new.hand_rank) <= hub.rank_order(hub.setting_text('premium.min_rank')), false);

  perform hub.check_times('created_at or started_at', new.created_at, new.started_at);
  new.updated_at := hub.clock();
  if tg_op = 'INSERT' then
    new.recorded_at := new.updated_at;
    new.created_at := coalesce(new.created_at, new.updated_at);
  else
    new.recorded_at := old.recorded_at;
    new.created_at := coalesce(new.created_at, old.created_at);
    if to_jsonb(new) - 'updated_at' = to_jsonb(old) - 'updated_at' then
      new.updated_at := old.updated_at;  -- written again, not changed
    end if;
  end if;
  return new;
end
$$;

comment on function hub.tg_hands__normalise is 'Trigger _100_normalise on hands: one spelling, hub times, is_premium, contradictions flagged.';
