create or replace function hub.is_hands_graphic(p_trigger_type text) returns boolean
language sql stable set search_path = ''
as $$
  -- Whether a graphic of this trigger_type is the one that a premium hand earns. What is made
  -- for another of its events (an elimination, an all-in) is another graphic.
  select hub.event_name(p_trigger_type) not in ('elimination', 'all_in', 'big_pot', 'heads_up', 'level_change', 'chip_lead_change')
$$;

comment on function hub.is_hands_graphic is 'Whether a graphic is that of a premium hand: select hub.is_hands_graphic(''premium_hand'');';
