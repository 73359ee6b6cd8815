create or replace function hub.has_graphic(p_hand bigint) returns boolean
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- Whether somebody made the graphic that a premium hand earns.
  select exists (
    select from public.render_instructions as i
    where i.hand_id = p_hand
      and hub.is_hands_graphic(i.trigger_type))
$$;

comment on function hub.has_graphic is 'Whether a premium hand has its graphic: select hub.has_graphic(12);';
