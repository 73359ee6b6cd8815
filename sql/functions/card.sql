create or replace function hub.card(p_text text) returns text
language sql immutable
begin atomic
  -- One card in the hub's notation, rank 23456789TJQKA and suit cdhs: 'AS', 'as',
  -- '10d' and 'Td' are understood; null when it is no card.
  select case
    when p_text ~* '^ *(10|[2-9tjqka])[cdhs] *$'
    then replace(upper(left(btrim(p_text), -1)), '10', 'T') || lower(right(btrim(p_text), 1))
  end;
end;

comment on function hub.card is 'One card in one notation: select hub.card(''10D'');  -- Td';
