create or replace function hub.enter_hand(p_hand jsonb, p_actor text, p_reason text, p_now timestamptz default null)
returns table (hand_id bigint, outcome text)
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'enter_hand' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Enter a hand that no system captured: hub.record_hand with source manual and the name of
-- whoever typed it. Who types can look again: a rank that its cards contradict is refused, where that of a
-- system is stored and flagged; and a hand that was captured is written over only when p_hand says
-- so ("replace": true), for a number is soon mistyped. What stood there before is kept with the act,
-- and comes back when it is taken back.
declare
  v_now timestamptz := hub.clock(p_now);
  v_doc jsonb := (p_hand - 'replace') || '{"source": "manual"}';
  v_old public.hands;
  v_row public.hands;
begin
  perform hub.act_as(p_actor, p_reason);
  perform set_config('hub.now', case when p_now is null then '' else v_now::text end, true);
  v_old := hub.find_hand(hub.hand_from_json(v_doc));
  if v_old.source <> 'manual' and not coalesce((p_hand ->> 'replace')::boolean, false) then
    raise exception 'hand % of table "%" was captured already, as hand %', v_old.hand_number, v_old.table_id, v_old.id
      using errcode = 'UB409', detail = 'blocked by hand:' || v_old.id, hint = 'Check the table and the number. To correct the captured hand send "replace": true; it then says what you send.';
  end if;
  select * into v_row from public.hands as h  -- one of a session has its own name, and a system that corrects it
  where h.table_id = btrim(v_doc ->> 'table_id') and h.hand_number = (v_doc ->> 'hand_number')::int and h.hand_number > 0
    and h.session_id is not null and h.voided_at is null and h.duplicate_of is null
    and h.recorded_at > v_now - hub.setting_interval('hand.same_window')
  order by h.recorded_at desc limit 1;
  if v_old.id is null and v_row.id is not null then
    raise exception 'hand % of table "%" was captured already, as hand %', v_row.hand_number, v_row.table_id, v_row.id
      using errcode = 'UB409', detail = 'blocked by hand:' || v_row.id, hint = 'Check the table and the number. If the captured hand is wrong declare it void first, then enter this one.';
  end if;
  select r.hand_id, r.outcome into hand_id, outcome from hub.record_hand(v_doc) as r;
  select * into v_row from public.hands as h where h.id = enter_hand.hand_id;
  if 'rank_contradicts_cards' = any (v_row.quality_flags) or not hub.board_allows(v_row.hand_rank, v_row.community_cards_json) then
    raise exception 'hand_rank "%" does not come out of these cards', p_hand ->> 'hand_rank'
      using errcode = 'UB422', hint = 'Mend hand_rank, the board or the cards of the winner; nothing was stored.';
  end if;
  if outcome <> 'identical' then
    perform hub.record_action('enter_hand', 'hand:' || hand_id, case when v_old.id = hand_id then to_jsonb(v_old) end,
      case when v_old.id = hand_id then to_jsonb(v_row) else '{}' end || jsonb_build_object('outcome', outcome),
      v_old.id = hand_id, jsonb_build_object('document', encode(sha256(convert_to(v_doc::text, 'UTF8')), 'hex')));
  end if;
  return next;
end
$$;

comment on function hub.enter_hand is 'Enter a hand by hand: select * from hub.enter_hand(''{"table_id": "table_1", "hand_number": 7}'', ''ann'', ''reader was down'');';
