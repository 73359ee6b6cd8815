create or replace function hub.format_value(p_value jsonb, p_formatter text, p_doc jsonb) returns jsonb
language plpgsql stable set search_path = ''
as $$
-- One formatter of a layer map applied to one value; the result is JSON text.
--   chips    22975000 -> 22,975,000          bb     2225000 -> 56BB (by blinds.big_blind)
--   money    64600 -> $64,600                ordinal 10 -> 10TH
--   upper    kim -> KIM                      cards  ["As","Td"] -> A♠ T♦
--   flag     KR -> Flag/KR.png, what is no country -> Flag/Unknown.png
declare
  v_text   text := btrim(p_value #>> '{}');
  v_number numeric;
  v_blind  numeric;
begin
  if p_formatter in ('chips', 'bb', 'money', 'ordinal') then
    if v_text !~ '^-?\d{1,18}(\.\d+)?$' then
      raise exception 'formatter % takes a number, not %', p_formatter, left(p_value::text, 40)
        using errcode = 'UB422', hint = 'Point it to a number of the event document.';
    end if;
    v_number := v_text::numeric;
  end if;

  case p_formatter
    when 'chips' then return to_jsonb(to_char(round(v_number), 'FM999,999,999,999,999,990'));
    when 'money' then return to_jsonb('$' || to_char(round(v_number), 'FM999,999,999,999,999,990'));
    when 'bb' then
      v_blind := (p_doc #>> '{blinds,big_blind}')::numeric;
      if coalesce(v_blind, 0) <= 0 then
        raise exception 'formatter bb needs blinds.big_blind'
          using errcode = 'UB422', hint = 'The hand has no blinds; use chips, or a condition: $.blinds.big_blind > 0.';
      end if;
      return to_jsonb(round(v_number / v_blind) || 'BB');
    when 'ordinal' then
      return to_jsonb(v_text || case
        when v_number % 100 in (11, 12, 13) then 'TH'
        when v_number % 10 = 1 then 'ST'
        when v_number % 10 = 2 then 'ND'
        when v_number % 10 = 3 then 'RD'
        else 'TH' end);
    when 'upper' then return to_jsonb(upper(p_value #>> '{}'));
    when 'cards' then
      return to_jsonb(coalesce((
        select string_agg(left(c, 1) || translate(right(c, 1), 'cdhs', '♣♦♥♠'), ' ' order by n)
        from jsonb_array_elements_text(case jsonb_typeof(p_value) when 'array' then p_value else jsonb_build_array(p_value) end)
          with ordinality as t (c, n)), ''));
    when 'flag' then
      return to_jsonb('Flag/' || case
        when v_text ~ '^[A-Za-z]{2}$' then upper(v_text)
        when v_text ~ '^[A-Za-z][A-Za-z .''-]{2,60}$' and v_text !~ '\.\.' then v_text
        else 'Unknown' end || '.png');
    else
      raise exception 'unknown formatter "%"', left(p_formatter, 40)
        using errcode = 'UB422', hint = 'Formatters: chips, bb, money, ordinal, upper, cards, flag.';
  end case;
end
$$;

comment on function hub.format_value is 'Format one value: select hub.format_value(''2225000'', ''bb'', ''{"blinds": {"big_blind": 40000}}'');';
