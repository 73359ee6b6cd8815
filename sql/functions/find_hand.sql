create or replace function hub.find_hand(p_hand public.hands) returns public.hands
language plpgsql volatile security definer set search_path = ''
as $$
-- The stored hand that a document is about, locked; an empty row when there is none. The
-- weaker lock, because a sibling's instruction for this hand must not wait for it.
-- For a hand of a session that may also be a plain row of the same table and number,
-- close in time and not contradicted by the players' names. A plain document may be
-- about a plain row that repeats an ingested hand.
declare
  v_window interval := hub.setting_interval('hand.same_window');
  v_now    timestamptz := hub.clock();
  v_played timestamptz := p_hand.started_at + coalesce(p_hand.duration_seconds, 0) * interval '1 second';
  v_row    public.hands;
begin
  if p_hand.session_id is not null then
    select * into v_row from public.hands as h
    where h.session_id = p_hand.session_id and h.started_at = p_hand.started_at
    for no key update;
    if found then
      return v_row;
    end if;
  end if;
  if p_hand.hand_number <= 0 then
    return null;
  end if;

  select * into v_row from public.hands as h
  where h.table_id = btrim(p_hand.table_id) and h.hand_number = p_hand.hand_number
    and h.session_id is null and (h.duplicate_of is null or p_hand.session_id is null) and h.voided_at is null
    and (h.recorded_at > v_now - v_window
      or (p_hand.session_id is not null and h.created_at between v_played - v_window and v_played + v_window))
    and hub.same_company(h.players_json, p_hand.players_json)
  order by h.recorded_at desc, h.id desc
  limit 1
  for no key update;
  return v_row;
end
$$;

comment on function hub.find_hand is 'Used by record_hand: the stored hand that a document is about.';
