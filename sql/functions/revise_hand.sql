create or replace function hub.revise_hand(p_old public.hands, p_new public.hands) returns text
language plpgsql volatile security definer set search_path = ''
as $$
-- Bring a stored hand up to a new document, and say what that was: revised,
-- completed_plain or identical. An older copy (fewer actions and no longer: an export made
-- while the hand was played, fed late) never replaces a fuller one; it is journaled.
declare
  v_row public.hands := p_old;
begin
  if p_old.session_id is not null
     and jsonb_array_length(p_new.actions_json) < jsonb_array_length(p_old.actions_json)
     and coalesce(p_new.duration_seconds, 0) <= coalesce(p_old.duration_seconds, 0) then
    perform hub.journal('hand.older_copy', 'hand:' || p_old.id, jsonb_build_object(
      'actions', jsonb_array_length(p_new.actions_json), 'kept_actions', jsonb_array_length(p_old.actions_json)));
    return 'identical';
  end if;

  update public.hands as h
  set table_id = p_new.table_id, hand_number = p_new.hand_number, source = p_new.source, hand_rank = p_new.hand_rank,
    pot_size = p_new.pot_size, winner = p_new.winner, duration_seconds = coalesce(p_new.duration_seconds, h.duration_seconds),
    session_id = coalesce(p_new.session_id, h.session_id), started_at = coalesce(p_new.started_at, h.started_at),
    origin = coalesce(p_new.origin, h.origin), quality_flags = p_new.quality_flags, blinds_json = p_new.blinds_json,
    players_json = p_new.players_json, community_cards_json = p_new.community_cards_json, actions_json = p_new.actions_json
  where h.id = p_old.id
  returning * into v_row;
  if p_old.session_id is null and p_new.session_id is not null then
    return 'completed_plain';
  end if;
  if to_jsonb(v_row) - 'updated_at' = to_jsonb(p_old) - 'updated_at' then
    return 'identical';
  end if;
  return 'revised';
end
$$;

comment on function hub.revise_hand is 'Used by record_hand: brings a stored hand up to a new document.';
