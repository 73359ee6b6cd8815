create or replace function hub.undo_entry(p_action hub.actions, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- The part of undo_action for a hand that was written over by hand: it says again what it said before.
-- The document of that entry is forgotten, so that it may be sent once more.
declare
  v_id     bigint := substr(p_action.subject, 6);
  v_before public.hands;
  v_back   public.hands;
  v_row    public.hands;
begin
  select * into v_before from public.hands as h where h.id = v_id for no key update;
  if v_before.id is null or v_before is distinct from jsonb_populate_record(v_before, p_action.after - '{updated_at,outcome}'::text[]) then
    raise exception 'hand %: %', v_id, case when v_before.id is null then 'it is gone' else format('it moved since (%s)',
        coalesce(hub.what_moved(p_action.subject, null, p_action.at), 'the journal does not say by whom')) end
      using errcode = 'UB409', detail = 'blocked by hand:' || v_id, hint = format('Look at it as it is now: select * from hands where id = %s;', v_id);
  end if;
  v_back := jsonb_populate_record(v_before, p_action.before - 'updated_at');
  update public.hands as h
  set table_id = v_back.table_id, hand_number = v_back.hand_number, source = v_back.source, hand_rank = v_back.hand_rank, pot_size = v_back.pot_size,
    winner = v_back.winner, duration_seconds = v_back.duration_seconds, session_id = v_back.session_id, started_at = v_back.started_at,
    origin = v_back.origin, quality_flags = v_back.quality_flags, blinds_json = v_back.blinds_json, players_json = v_back.players_json,
    community_cards_json = v_back.community_cards_json, actions_json = v_back.actions_json
  where h.id = v_id
  returning * into v_row;
  delete from hub.hand_sources as s where s.hand_id = v_id and s.hash = p_action.evidence ->> 'document';
  was := to_jsonb(v_before);
  became := to_jsonb(v_row);
end
$$;

comment on function hub.undo_entry is 'Used by undo_action: a hand says again what it said before somebody typed it anew.';
