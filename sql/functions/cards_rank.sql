create or replace function hub.cards_rank(p_cards text[]) returns text
language plpgsql immutable set search_path = ''
as $$
-- The rank of the best five of five to seven cards in the hub's notation; null when
-- there are fewer than five, or one stands there twice.
--
-- Few and short expressions on whole numbers, because it is asked for every hand that is
-- stored, and each expression is made ready anew in each transaction. A card is one of 52 bits, four neighbouring ones for each rank, the ace
-- highest. Counting the bits in each group of four (the sum of neighbours, twice) gives
-- how many cards of each rank there are: two or three is the second bit of a group, four
-- the third; five in a row are five neighbouring groups that are not empty.
declare
  v_deck  text := '2c2d2h2s3c3d3h3s4c4d4h4s5c5d5h5s6c6d6h6s7c7d7h7s8c8d8h8s9c9d9h9sTcTdThTsJcJdJhJsQcQdQhQsKcKdKhKsAcAdAhAs';
  v_text  text := array_to_string(p_cards, '', '?');
  v_cards bigint := 0;
  v_ranks bigint;
  v_flush bigint;
  v_pairs int;
begin
  if v_text is null or length(v_text) not between 10 and 14
     or translate(v_text, '23456789TJQKAcdhs', 'rrrrrrrrrrrrrssss') <> left('rsrsrsrsrsrsrs', length(v_text)) then
    return null;
  end if;
  for i in 1..length(v_text) / 2 loop
    v_cards := v_cards | (1::bigint << (strpos(v_deck, substr(v_text, 2 * i - 1, 2)) / 2));
  end loop;
  if bit_count(v_cards::bit(64)) * 2 <> length(v_text) then
    return null;
  end if;

  for i in 0..3 loop
    v_flush := (v_cards >> i) & x'1111111111111'::bigint;
    exit when bit_count(v_flush::bit(64)) >= 5;
    v_flush := 0;
  end loop;
  if v_flush <> 0 and hub.has_straight(v_flush) then
    return case when (v_flush >> 32) = x'11111'::bigint then 'royal_flush' else 'straight_flush' end;
  end if;
  v_ranks := v_cards - ((v_cards >> 1) & x'5555555555555'::bigint);
  v_ranks := (v_ranks & x'3333333333333'::bigint) + ((v_ranks >> 2) & x'3333333333333'::bigint);
  v_pairs := bit_count((v_ranks & x'2222222222222'::bigint)::bit(64));
  return case
    when v_ranks & x'4444444444444'::bigint <> 0 then 'four_of_a_kind'
    when v_pairs >= 2 and ((v_ranks >> 1) & v_ranks & x'1111111111111'::bigint) <> 0 then 'full_house'
    when v_flush <> 0 then 'flush'
    when hub.has_straight((v_ranks | (v_ranks >> 1) | (v_ranks >> 2)) & x'1111111111111'::bigint) then 'straight'
    when v_pairs = 0 then 'high_card'
    when v_pairs = 1 and ((v_ranks >> 1) & v_ranks & x'1111111111111'::bigint) = 0 then 'one_pair'
    when v_pairs = 1 then 'three_of_a_kind'
    else 'two_pair'
  end;
end
$$;

comment on function hub.cards_rank is 'Rank of the best five: select hub.cards_rank(''{As,Ks,Qs,Js,Ts,2c,2d}'');  -- royal_flush';
