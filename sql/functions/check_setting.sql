create or replace function hub.check_setting(p_setting hub.settings, p_value jsonb) returns void
language plpgsql stable set search_path = ''
as $$
-- Refuse a value outside a setting's bounds, saying what would be right.
declare
  v_type text := coalesce(p_setting.bounds ->> 'type', 'any');
  v_kind text := jsonb_typeof(p_value);
  v_hint text := format('Bounds: %s, unit: %s.', case
    when p_setting.bounds ? 'one_of' then format('one of %s', (select string_agg(o, ', ' order by nr)
      from jsonb_array_elements_text(p_setting.bounds -> 'one_of') with ordinality as e (o, nr)))
    when p_setting.bounds ? 'min' then format('%s from %s to %s', v_type, p_setting.bounds ->> 'min', p_setting.bounds ->> 'max')
    else v_type end, coalesce(p_setting.unit, 'none'));
begin
  if (v_type in ('number', 'integer') and v_kind is distinct from 'number')
     or (v_type = 'integer' and v_kind = 'number' and p_value::numeric % 1 <> 0)
     or (v_type = 'boolean' and v_kind is distinct from 'boolean')
     or (v_type = 'text' and v_kind is distinct from 'string')
     or (v_type in ('array', 'object') and v_kind is distinct from v_type)
     or p_value is null then
    raise exception 'setting % takes %, not %', p_setting.key, v_type, left(coalesce(p_value::text, 'null'), 60)
      using errcode = 'UB422', hint = v_hint;
  end if;
  if exists (
    select from jsonb_array_elements(case v_kind when 'array' then p_value else jsonb_build_array(p_value) end) as e
    where jsonb_typeof(e) = 'number'
      and (e::numeric < (p_setting.bounds ->> 'min')::numeric or e::numeric > (p_setting.bounds ->> 'max')::numeric)
      or v_type = 'array' and jsonb_typeof(e) <> 'number')
     or (p_setting.bounds ? 'one_of' and not p_setting.bounds -> 'one_of' @> p_value)
     or p_value = '[]' then
    raise exception 'setting % is out of bounds: %', p_setting.key, left(p_value::text, 60)
      using errcode = 'UB422', hint = v_hint;
  end if;
  if p_setting.key = 'notify.dashboard_url' and p_value #>> '{}' !~ '^(https?://[^\s<>"]+)?$' then
    raise exception 'the address of the dashboard is no URL: %', left(p_value #>> '{}', 60)
      using errcode = 'UB422', hint = 'Such as http://hub.studio.lan:8080, or empty.';
  end if;
  if p_setting.key = 'notify.caps' then
    perform hub.check_caps(p_value);
  end if;
  if p_setting.key = 'time_zone' and not exists (select from pg_catalog.pg_timezone_names as z where z.name = p_value #>> '{}') then
    raise exception 'no time zone "%"', left(p_value #>> '{}', 60)
      using errcode = 'UB422', hint = 'Send a name of the IANA such as Asia/Seoul: select name from pg_timezone_names order by name;';
  end if;
end
$$;

comment on function hub.check_setting is 'Used by change_setting: refuses a value out of bounds.';
