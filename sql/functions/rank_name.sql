create or replace function hub.rank_name(p_text text) returns text
language sql immutable set search_path = ''
as $$
  -- A hand rank in the hub's spelling, from 'Full House', 'FULL-HOUSE', 'FullHouse',
  -- 'HandRank.FULL_HOUSE' or a common other name; null when it is no rank.
  select case when hub.rank_order(p_text) is not null then p_text else case word
    when 'royal' then 'royal_flush'
    when 'quads' then 'four_of_a_kind'
    when 'four_of_kind' then 'four_of_a_kind'
    when 'boat' then 'full_house'
    when 'full_boat' then 'full_house'
    when 'trips' then 'three_of_a_kind'
    when 'set' then 'three_of_a_kind'
    when 'three_of_kind' then 'three_of_a_kind'
    when 'two_pairs' then 'two_pair'
    when 'pair' then 'one_pair'
    when 'high' then 'high_card'
    else case when hub.rank_order(word) is not null then word end
  end end
  from (
    select btrim(lower((regexp_replace(regexp_replace(regexp_replace(btrim(p_text), '^[A-Za-z]*Rank\.', ''), '([a-z])([A-Z])', '\1_\2', 'g'), '[\s_-]+', '_', 'g')) collate "C"), '_') as word
  ) as spelled
$$;

comment on function hub.rank_name is 'A hand rank in one spelling: select hub.rank_name(''Full House'');  -- full_house';
