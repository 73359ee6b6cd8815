create or replace function hub.is_event_of_hands(p_event text) returns boolean
language sql immutable
begin atomic
  -- The events that hub.event_rows derives from hands.
  select p_event in ('hand_completed', 'premium_hand', 'all_in', 'elimination', 'big_pot', 'heads_up', 'level_change', 'chip_lead_change');
end;

comment on function hub.is_event_of_hands is 'Whether hands give this event: select hub.is_event_of_hands(''premium_hand'');';
