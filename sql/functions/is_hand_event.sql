create or replace function hub.is_hand_event(p_trigger_type text) returns boolean
language sql stable security definer set search_path = ''
as $$
  -- Whether a trigger_type is about a hand, so that its trigger_id can be a hands.id.
  -- The events of a tournament are not; free text that nobody knows may be.
  select hub.event_name(p_trigger_type) not in (
    'level_change', 'itm_reached', 'day_start', 'final_table', 'registration_close', 'payout_change', 'break_end', 'feature_table_change')
$$;

comment on function hub.is_hand_event is 'Whether trigger_id can be a hands.id: select hub.is_hand_event(''premium_hand'');';
