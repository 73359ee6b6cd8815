create or replace function hub.has_secret_cards(p_hand public.hands, p_hide boolean default null, p_now timestamptz default null) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
-- Are the cards of this hand's folded players to be hidden now? p_hide says whether the
-- reader is one from whom they are hidden at all; null: whoever is no member of hub_app.
-- The delay counts from when the hub had the hand: a PC's clock may be wrong.
declare
  v_now timestamptz := hub.clock(p_now);
begin
  return coalesce(p_hide, not pg_catalog.pg_has_role(session_user, 'hub_app', 'member'))
    and v_now < p_hand.recorded_at + hub.setting_interval('secrecy_delay');
end
$$;

comment on function hub.has_secret_cards is 'Are cards of folded players hidden from viewers: select id, hub.has_secret_cards(h, true) from hands as h order by id desc limit 5;';
