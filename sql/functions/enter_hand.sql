create or replace function hub.enter_hand(p_hand jsonb, p_actor text, p_reason text, p_now timestamptz default null)
returns table (hand_id bigint, outcome text)
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'enter_hand' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Enter a hand that no system captured: hub.record_hand with source manual and the name of
-- whoever typed it. Who types can look again: a rank that its cards contradict is refused, where that of a
-- system is stored and flagged.
declare
  v_now timestamptz := hub.clock(p_now);
begin
  perform hub.act_as(p_actor, p_reason);
  perform set_config('hub.now', case when p_now is null then '' else v_now::text end, true);
  select r.hand_id, r.outcome into hand_id, outcome from hub.record_hand(p_hand || '{"source": "manual"}') as r;
  if exists (select from public.hands as h where h.id = enter_hand.hand_id and 'rank_contradicts_cards' = any (h.quality_flags)) then
    raise exception 'hand_rank "%" does not come out of these cards', p_hand ->> 'hand_rank'
      using errcode = 'UB422', hint = 'Mend hand_rank, the board or the cards of the winner; nothing was stored.';
  end if;
  if outcome <> 'identical' then
    perform hub.record_action('enter_hand', 'hand:' || hand_id, null, jsonb_build_object('outcome', outcome), false);
  end if;
  return next;
end
$$;

comment on function hub.enter_hand is 'Enter a hand by hand: select * from hub.enter_hand(''{"table_id": "table_1", "hand_number": 7}'', ''ann'', ''reader was down'');';
