create or replace function hub.normal_cards(p_cards jsonb, p_where text) returns jsonb
language plpgsql immutable set search_path = ''
as $$
-- Cards as an array in one notation. Understood: an array of cards, of texts that
-- hold several ("qh 3c"), or one such text; nulls and blanks are no cards. Anything
-- that is no card is refused, naming the place.
declare
  v_cards text[] := '{}';
  v_word  text;
begin
  p_cards := hub.opened_json(p_cards);
  if p_cards::text ~ '^\[("[2-9TJQKA][cdhs]"(, "[2-9TJQKA][cdhs]")*)?\]$' then
    return p_cards;  -- in our notation already: the ordinary case, and a hundred times cheaper
  end if;
  if p_cards is null or jsonb_typeof(p_cards) = 'null' then
    return '[]';
  end if;
  if jsonb_typeof(p_cards) not in ('array', 'string') then
    raise exception '% must be a list of cards, not %', p_where, jsonb_typeof(p_cards)
      using errcode = 'UB422', hint = 'Send cards like ["As", "Td"].';
  end if;

  for v_word in
    select word
    from jsonb_array_elements(case jsonb_typeof(p_cards) when 'array' then p_cards else jsonb_build_array(p_cards) end)
      with ordinality as c (item, place)
    cross join regexp_split_to_table(c.item #>> '{}', '[\s,]+') with ordinality as w (word, nth)
    where word <> ''
    order by place, nth
  loop
    if hub.card(v_word) is null then
      raise exception '"%" in % is no card', left(v_word, 20), p_where
        using errcode = 'UB422', hint = 'A card is a rank (2-9, 10 or T, J, Q, K, A) and a suit (c, d, h, s): "As", "Td".';
    end if;
    v_cards := v_cards || hub.card(v_word);
  end loop;
  return to_jsonb(v_cards);
end
$$;

comment on function hub.normal_cards is 'Cards in one notation: select hub.normal_cards(''["AS", "10D"]'', ''board'');';
