create or replace function hub.normal_number(p_value jsonb, p_where text) returns jsonb
language plpgsql immutable set search_path = ''
as $$
-- A whole number as a JSON number: 7, "7", "1,500" and 7.0 are understood, null
-- stays null, anything else is refused, naming the place.
declare
  v_text text := replace(btrim(p_value #>> '{}'), ',', '');
begin
  if p_value is null or jsonb_typeof(p_value) = 'null' then
    return p_value;
  end if;
  if jsonb_typeof(p_value) in ('number', 'string') and v_text ~ '^[-+]?\d{1,18}(\.0+)?$' then
    return to_jsonb(v_text::numeric::bigint);
  end if;
  raise exception '% must be a whole number, not %', p_where, left(p_value::text, 40)
    using errcode = 'UB422', hint = 'Send a number such as 1500.';
end
$$;

comment on function hub.normal_number is 'A whole number, also when sent as text: select hub.normal_number(''"1,500"'', ''stack'');';
