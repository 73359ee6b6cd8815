create or replace function hub.event_rows(p_event text, p_hands bigint[]) returns table (hand_id bigint, subject text, doc jsonb)
language plpgsql stable security definer set search_path = ''
as $$
-- The events of one kind that a set of hands gave, each with its document. Voided hands
-- and duplicates give none. One query per kind, so that a bulk insert is one pass.
--
-- level_change and chip_lead_change compare with the hand before at the table: only
-- tick() asks for them, when that hand has had time to arrive.
begin
  case p_event
    when 'hand_completed', 'premium_hand', 'big_pot', 'heads_up' then
      return query
      select h.id, ''::text, hub.event_document(h, p_event)
      from public.hands as h
      where h.id = any (p_hands) and h.voided_at is null and h.duplicate_of is null
        and case p_event
          when 'premium_hand' then h.is_premium
          when 'big_pot' then h.pot_size >= hub.setting_number('event.big_pot') * (h.blinds_json ->> 'big_blind')::numeric
            and (h.blinds_json ->> 'big_blind')::numeric > 0
          when 'heads_up' then 2 = (
            select count(*) from jsonb_array_elements(h.players_json) as p where p -> 'sitting_out' is distinct from 'true')
          else true end;
    when 'all_in' then
      return query
      select h.id, ''::text, hub.event_document(h, p_event, jsonb_build_object('player', a.players -> 0, 'players_all_in', a.players))
      from public.hands as h
      cross join lateral (select hub.all_in_players(h) as players) as a
      where h.id = any (p_hands) and h.voided_at is null and h.duplicate_of is null and a.players <> '[]';
    when 'elimination' then
      return query
      select h.id, p.player ->> 'seat', hub.event_document(h, p_event, jsonb_build_object('player', p.player))
      from public.hands as h
      cross join lateral hub.eliminated_players(h) as p (player)
      where h.id = any (p_hands) and h.voided_at is null and h.duplicate_of is null;
    when 'level_change' then
      return query
      select h.id, ''::text, hub.event_document(h, p_event, jsonb_build_object('previous', jsonb_build_object('blinds', b.blinds_json)))
      from public.hands as h
      cross join lateral hub.previous_hand(h) as b
      where h.id = any (p_hands) and h.voided_at is null and h.duplicate_of is null
        and (h.blinds_json ->> 'big_blind')::numeric <> (b.blinds_json ->> 'big_blind')::numeric;
    when 'chip_lead_change' then
      return query
      select h.id, ''::text, hub.event_document(h, p_event, jsonb_build_object(
        'player', hub.chip_leader(h), 'previous', jsonb_build_object('player', hub.chip_leader(b))))
      from public.hands as h
      cross join lateral hub.previous_hand(h) as b
      where h.id = any (p_hands) and h.voided_at is null and h.duplicate_of is null
        and hub.chip_leader(h) ->> 'name' <> hub.chip_leader(b) ->> 'name';
    else
      return;
  end case;
end
$$;

comment on function hub.event_rows is 'Events of hands: select * from hub.event_rows(''premium_hand'', array(select id from hands));';
