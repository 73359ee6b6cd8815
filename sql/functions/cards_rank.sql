create or replace function hub.cards_rank(p_cards text[]) returns text
language plpgsql immutable set search_path = ''
as $$
-- The rank of the best five of five to seven cards in the hub's notation; null when
-- there are fewer than five, or one stands there twice.
--
-- Ranks are bits 2..14 (an ace is bit 1 too), so five in a row is five neighbouring
-- bits. Suit masks find flushes, a count per rank finds pairs and better.
declare
  v_card   text;
  v_rank   int;
  v_suit   int;
  v_masks  int[] := '{0,0,0,0}';
  v_suited int[] := '{0,0,0,0}';
  v_counts int[] := array_fill(0, array[14]);
  v_all    int := 0;
  v_flush  int := 0;
  v_most   int;
  v_pairs  int;
begin
  if coalesce(array_length(p_cards, 1), 0) not between 5 and 7
     or (select count(distinct c) from unnest(p_cards) as c) <> array_length(p_cards, 1) then
    return null;
  end if;

  foreach v_card in array p_cards loop
    v_rank := strpos('23456789TJQKA', left(v_card, 1)) + 1;
    v_suit := strpos('cdhs', right(v_card, 1));
    if v_rank < 2 or v_suit = 0 then
      return null;
    end if;
    v_counts[v_rank] := v_counts[v_rank] + 1;
    v_suited[v_suit] := v_suited[v_suit] + 1;
    v_masks[v_suit] := v_masks[v_suit] | (1 << v_rank) | case when v_rank = 14 then 2 else 0 end;
  end loop;
  for v_suit in 1..4 loop
    v_all := v_all | v_masks[v_suit];
    if v_suited[v_suit] >= 5 then
      v_flush := v_masks[v_suit];
    end if;
  end loop;

  select max(c), count(*) filter (where c >= 2) into v_most, v_pairs from unnest(v_counts) as c;
  return case
    when v_flush & 31744 = 31744 then 'royal_flush'  -- bits 10..14
    when v_flush & (v_flush >> 1) & (v_flush >> 2) & (v_flush >> 3) & (v_flush >> 4) <> 0 then 'straight_flush'
    when v_most = 4 then 'four_of_a_kind'
    when v_most = 3 and v_pairs >= 2 then 'full_house'
    when v_flush <> 0 then 'flush'
    when v_all & (v_all >> 1) & (v_all >> 2) & (v_all >> 3) & (v_all >> 4) <> 0 then 'straight'
    when v_most = 3 then 'three_of_a_kind'
    when v_pairs >= 2 then 'two_pair'
    when v_pairs = 1 then 'one_pair'
    else 'high_card'
  end;
end
$$;

comment on function hub.cards_rank is 'Rank of the best five: select hub.cards_rank(''{As,Ks,Qs,Js,Ts,2c,2d}'');  -- royal_flush';
