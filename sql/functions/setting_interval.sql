create or replace function hub.setting_interval(p_key text) returns interval
language plpgsql stable security definer set search_path = ''
as $$
-- A duration setting as an interval: its number times its unit, so that a caller
-- cannot take minutes for seconds.
declare
  v_value numeric;
  v_unit  text;
begin
  select (s.value #>> '{}')::numeric, s.unit into v_value, v_unit from hub.settings as s where s.key = p_key;
  if v_unit is null or v_unit not in ('milliseconds', 'seconds', 'minutes', 'hours', 'days') then
    raise exception 'setting "%" is not a duration', p_key
      using errcode = 'UB404', hint = 'select key, value, unit from hub.settings order by key;';
  end if;
  return v_value * ('1 ' || v_unit)::interval;
end
$$;

comment on function hub.setting_interval is 'Value of a duration setting: select hub.setting_interval(''hand.same'');';
