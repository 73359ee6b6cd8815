create or replace function hub.normal_number(p_value jsonb, p_where text) returns jsonb
language plpgsql immutable set search_path = ''
as $$
-- A whole number as a JSON number: 7, "7", "1,500" and 7.0 are understood, null
-- stays null, anything else is refused, naming the place. A comma counts only between
-- thousands: "1,5" is somebody's decimal. [0-9], because \d takes other scripts' digits
-- where the database's locale does, and the cast does not.
declare
  v_text text := btrim(p_value #>> '{}');
begin
  if p_value is null or jsonb_typeof(p_value) = 'null' then
    return p_value;
  end if;
  if jsonb_typeof(p_value) in ('number', 'string') and v_text ~ '^[-+]?([0-9]{1,18}|[0-9]{1,3}(,[0-9]{3}){1,5})(\.0+)?$' then
    return to_jsonb(replace(v_text, ',', '')::numeric::bigint);
  end if;
  raise exception '% must be a whole number, not %', p_where, left(p_value::text, 40)
    using errcode = 'UB422', hint = 'Send a number such as 1500.';
end
$$;

comment on function hub.normal_number is 'A whole number, also when sent as text: select hub.normal_number(''"1,500"'', ''stack'');';
