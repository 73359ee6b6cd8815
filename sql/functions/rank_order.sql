create or replace function hub.rank_order(p_rank text) returns int
language sql immutable
begin atomic
  -- 1 royal flush .. 10 high card, null for no rank: the only place that knows the order.
  select array_position(array[
    'royal_flush', 'straight_flush', 'four_of_a_kind', 'full_house', 'flush',
    'straight', 'three_of_a_kind', 'two_pair', 'one_pair', 'high_card'], p_rank);
end;

comment on function hub.rank_order is 'Order of a rank, 1 best: select hub.rank_order(''full_house'');  -- 4';
