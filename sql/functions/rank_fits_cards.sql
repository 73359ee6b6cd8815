create or replace function hub.rank_fits_cards(p_rank text, p_winner text, p_players jsonb, p_board jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
-- Whether a producer's hand_rank can be true, given the cards that are there. With
-- fewer than three board cards, or no hole cards, nothing contradicts it. If the
-- players say who received chips, the cards of one of those must fit (the best hand may
-- have won less than a side pot's winner); else the named winner's; else some unfolded
-- player's.
declare
  v_player jsonb;
  v_rank   text;
  v_judged boolean := false;
  v_board  text[];
  v_paid   boolean;
  v_named  boolean;
begin
  if p_rank is null or jsonb_array_length(p_board) < 3 then
    return true;
  end if;

  v_board := array(select jsonb_array_elements_text(p_board));
  v_paid := exists (
    select from jsonb_array_elements(p_players) as p
    where jsonb_typeof(p -> 'won') = 'number' and (p ->> 'won')::numeric > 0 and jsonb_array_length(p -> 'hole_cards') = 2);
  v_named := exists (
    select from jsonb_array_elements(p_players) as p where p ->> 'name' = p_winner and jsonb_array_length(p -> 'hole_cards') = 2);
  for v_player in select p from jsonb_array_elements(p_players) as p loop
    if jsonb_array_length(v_player -> 'hole_cards') = 2
       and v_player -> 'folded' is distinct from 'true'
       and (case when v_paid then jsonb_typeof(v_player -> 'won') = 'number' and (v_player ->> 'won')::numeric > 0
         else not v_named or v_player ->> 'name' = p_winner end) then
      v_rank := hub.cards_rank(v_board || array(select jsonb_array_elements_text(v_player -> 'hole_cards')));
      if v_rank = p_rank then
        return true;
      end if;
      v_judged := v_judged or v_rank is not null;
    end if;
  end loop;
  return not v_judged;
end
$$;

comment on function hub.rank_fits_cards is 'Whether a claimed rank can be true: select hub.rank_fits_cards(hand_rank, winner, players_json, community_cards_json) from hands;';
