create or replace function hub.hand_from_json(p_hand jsonb) returns public.hands
language plpgsql stable set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, YMD'
as $$
-- A document for hub.record_hand as a row of hands: the columns by their names, or
-- players, community_cards, actions, blinds for short. What cannot be read is refused,
-- naming what; what is absent gets the column's default. A start identifies the hand, so
-- it must mean the same in every session: a full ISO 8601 time, without a zone taken as UTC.
declare
  v_doc jsonb := hub.opened_json(p_hand);
  v_row public.hands;
begin
  if v_doc is null or jsonb_typeof(v_doc) <> 'object' then
    raise exception 'a hand must be an object, not %', coalesce(jsonb_typeof(v_doc), 'null')
      using errcode = 'UB400', hint = 'Send {"table_id": "table_1", "hand_number": 7, ..}: the columns of hands.';
  end if;
  if v_doc ->> 'table_id' is null or v_doc ->> 'hand_number' is null then
    raise exception 'a hand needs table_id and hand_number'
      using errcode = 'UB422', hint = 'Send both, and session_id with started_at when there are any.';
  end if;
  if (v_doc ->> 'session_id' is null) <> (v_doc ->> 'started_at' is null) and v_doc ->> 'session_id' is not null then
    raise exception 'session_id without started_at'
      using errcode = 'UB422', hint = 'A hand of a session is known by both; send the start as exported.';
  end if;
  if v_doc ->> 'started_at' !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}' then
    raise exception 'started_at is no full time: "%"', left(v_doc ->> 'started_at', 40)
      using errcode = 'UB422', hint = 'Send the start as exported: "2025-10-16T08:25:17.0907267Z".';
  end if;
  if exists (
    select from jsonb_each(v_doc) as d
    where jsonb_typeof(d.value) in ('object', 'array', 'boolean')
      and d.key in ('table_id', 'hand_number', 'source', 'hand_rank', 'pot_size', 'winner', 'duration_seconds',
        'session_id', 'started_at', 'origin', 'created_at')) then
    raise exception 'a hand that cannot be read: a list, an object or a boolean where text or a number belongs'
      using errcode = 'UB422', hint = 'Send the types of the columns of hands: select * from hands limit 0;';
  end if;
  begin
    v_row := jsonb_populate_record(null::public.hands, jsonb_build_object(
      'source', 'rfid', 'pot_size', 0, 'blinds_json', '{}'::jsonb, 'quality_flags', '[]'::jsonb,
      'players_json', coalesce(v_doc -> 'players', '[]'),
      'community_cards_json', coalesce(v_doc -> 'community_cards', '[]'),
      'actions_json', coalesce(v_doc -> 'actions', '[]'))
      || jsonb_strip_nulls(jsonb_build_object('blinds_json', v_doc -> 'blinds'))
      || (v_doc - '{id,run,is_premium,duplicate_of,voided_at,void_reason,updated_at,recorded_at,raw}'::text[]));
  exception when data_exception or program_limit_exceeded then
    raise exception 'a hand that cannot be read: %', sqlerrm
      using errcode = 'UB422', hint = 'Send the types of the columns of hands: select * from hands limit 0;';
  end;
  perform hub.check_times('created_at or started_at', v_row.created_at, v_row.started_at);
  v_row.pot_size := coalesce(v_row.pot_size, 0);
  v_row.players_json := hub.normal_players(v_row.players_json);
  v_row.community_cards_json := hub.normal_cards(v_row.community_cards_json, 'community_cards_json');
  v_row.actions_json := hub.normal_objects(v_row.actions_json, '{}', 'actions_json');
  return v_row;
end
$$;

comment on function hub.hand_from_json is 'Used by record_hand: a document as a row of hands.';
