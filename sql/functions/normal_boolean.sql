create or replace function hub.normal_boolean(p_value jsonb, p_where text) returns jsonb
language plpgsql immutable set search_path = ''
as $$
-- Yes or no as a JSON boolean: true, "true", "Yes", 1 and their opposites are
-- understood, null stays null, anything else is refused, naming the place.
declare
  v_word text := lower(btrim(p_value #>> '{}') collate "C");
begin
  if p_value is null or jsonb_typeof(p_value) in ('null', 'boolean') then
    return p_value;
  end if;
  if jsonb_typeof(p_value) in ('number', 'string') and v_word in ('true', 't', 'yes', 'y', '1', 'false', 'f', 'no', 'n', '0') then
    return to_jsonb(v_word::boolean);
  end if;
  raise exception '% must be true or false, not %', p_where, left(p_value::text, 40)
    using errcode = 'UB422', hint = 'Send true or false.';
end
$$;

comment on function hub.normal_boolean is 'Yes or no, also when sent as text: select hub.normal_boolean(''"Yes"'', ''folded'');';
