create or replace function hub.board_allows(p_rank text, p_board jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
-- Whether two hole cards can make this rank of a board of three or more. Tries all pairs: for a
-- hand that a person types, not for those that come in numbers.
declare
  v_board text[] := array(select jsonb_array_elements_text(p_board));
  v_deck  text[] := array(
    select r || s from unnest(string_to_array('2 3 4 5 6 7 8 9 T J Q K A', ' ')) as r cross join unnest('{c,d,h,s}'::text[]) as s where r || s <> all (v_board));
begin
  if p_rank is null or cardinality(v_board) < 3 then
    return true;
  end if;
  for v_one in 1..cardinality(v_deck) - 1 loop
    for v_two in v_one + 1..cardinality(v_deck) loop
      if hub.cards_rank(v_board || v_deck[v_one] || v_deck[v_two]) = p_rank then
        return true;
      end if;
    end loop;
  end loop;
  return false;
end
$$;

comment on function hub.board_allows is 'Whether a rank is possible on a board: select hub.board_allows(''royal_flush'', ''["2c", "3c", "4d"]'');';
