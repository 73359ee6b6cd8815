create or replace function hub.fit(p_text text, p_columns int) returns text
language plpgsql immutable strict set search_path = ''
as $$
-- As much of a text as fits that many columns of a terminal, where Hangul and other wide
-- signs take two; what was cut ends with two dots.
declare
  v_sign  text;
  v_used  int := 0;
  v_fits  int := 0;  -- signs that leave room for the dots
  v_place int := 0;
begin
  foreach v_sign in array string_to_array(p_text, null) loop
    v_used := v_used + case when v_sign ~ '[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹯＀-｠]' then 2 else 1 end;
    if v_used > p_columns then
      return left(p_text, v_fits) || '..';
    end if;
    v_place := v_place + 1;
    if v_used <= p_columns - 2 then
      v_fits := v_place;
    end if;
  end loop;
  return p_text;
end
$$;

comment on function hub.fit is 'A text cut to columns of a terminal: select hub.fit(''피처 테이블'', 8);  -- 피처 ..';
