create or replace function hub.record_hand(p_hand jsonb) returns table (hand_id bigint, outcome text)
language plpgsql volatile security definer set search_path = '' set hub.verb = 'record_hand' set hub.now = ''
as $$
-- Record a hand, idempotently: any file order, every file twice, growing files.
--
-- A hand of a session is known by (session_id, started_at), any other by table and number
-- within the window. Outcomes: inserted; identical (this very document, or an older or
-- shorter copy of it, was here before: nothing changes); revised (the hand now says
-- something else); completed_plain (a plain row of the same hand was here and is
-- completed, so that it keeps its graphics). Every document is kept word for word.
-- Two sessions that bring the same new hand at once: the unique index makes the second
-- wait for the first, and it then finds the hand.
declare
  v_new  public.hands := hub.hand_from_json(p_hand);
  v_hash text := encode(sha256(convert_to(p_hand::text, 'UTF8')), 'hex');
  v_old  public.hands;
begin
  if v_new.session_id is null then
    -- the same words again: also after that row was completed by ingest, or repeats one
    select h.* into v_old
    from public.hands as h
    join hub.hand_sources as s on s.hand_id = h.id and s.hash = v_hash
    where h.table_id = btrim(v_new.table_id) and h.hand_number = v_new.hand_number
      and (v_new.started_at is not null or h.recorded_at > hub.clock() - hub.setting_interval('hand.same_window'))
    order by h.id desc
    limit 1;
    if found then
      return query select v_old.id, 'identical'::text;
      return;
    end if;
  end if;

  for v_try in 1..5 loop
    v_old := hub.find_hand(v_new);
    if v_old.id is not null then
      if exists (select from hub.hand_sources as s where s.hand_id = v_old.id and s.hash = v_hash) then
        return query select v_old.id, 'identical'::text;
        return;
      end if;
      return query select v_old.id, hub.revise_hand(v_old, v_new);
      exit;
    end if;

    insert into public.hands
      (table_id, hand_number, source, hand_rank, pot_size, winner, duration_seconds, session_id, started_at, origin,
       quality_flags, created_at, blinds_json, players_json, community_cards_json, actions_json)
    values
      (v_new.table_id, v_new.hand_number, v_new.source, v_new.hand_rank, v_new.pot_size, v_new.winner, v_new.duration_seconds,
       v_new.session_id, v_new.started_at, v_new.origin, v_new.quality_flags, coalesce(v_new.created_at, hub.clock()),
       v_new.blinds_json, v_new.players_json, v_new.community_cards_json, v_new.actions_json)
    on conflict do nothing
    returning * into v_old;
    if v_old.id is not null then
      return query select v_old.id, 'inserted'::text;
      exit;
    end if;
  end loop;
  if v_old.id is null then
    raise exception 'hand % of table "%" is being written by others', v_new.hand_number, v_new.table_id
      using errcode = 'UB503', hint = 'Try again in a moment.';
  end if;

  insert into hub.hand_sources (hand_id, hash, received_at, raw)
  values (v_old.id, v_hash, hub.clock(), coalesce(p_hand -> 'raw', p_hand))
  on conflict on constraint hand_sources_pkey do nothing;
end
$$;

comment on function hub.record_hand is 'Record a hand, as often as you like: select * from hub.record_hand(''{"table_id": "table_1", "hand_number": 7}'');';
