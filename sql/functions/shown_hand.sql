create or replace function hub.shown_hand(p_hand public.hands, p_hide boolean default null, p_now timestamptz default null) returns public.hands
language plpgsql stable set search_path = ''
as $$
-- A hand as its reader may see it: without the hole cards of folded players while
-- hub.has_secret_cards says so. Everything that answers whole hands goes through here.
begin
  if hub.has_secret_cards(p_hand, p_hide, p_now) then
    p_hand.players_json := hub.hide_folded_cards(p_hand.players_json);
    p_hand.actions_json := hub.hide_action_cards(p_hand.actions_json);
  end if;
  return p_hand;
end
$$;

comment on function hub.shown_hand is 'A hand as a viewer may see it: select s.id, s.players_json from hands as h cross join hub.shown_hand(h, true) as s order by s.id desc limit 5;';
