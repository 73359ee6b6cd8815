create or replace function hub.setting_interval(p_key text) returns interval
language plpgsql stable security definer set search_path = ''
as $$
-- A duration setting as an interval: its number times its unit, so that a caller
-- cannot take minutes for seconds.
declare
  v_value interval;
begin
  select (s.value #>> '{}')::numeric * case s.unit
      when 'milliseconds' then interval '1 millisecond' when 'seconds' then interval '1 second'
      when 'minutes' then interval '1 minute' when 'hours' then interval '1 hour' when 'days' then interval '1 day' end
  into v_value
  from hub.settings as s
  where s.key = p_key;
  if v_value is null then
    raise exception 'setting "%" is not a duration', p_key
      using errcode = 'UB404', hint = 'select key, value, unit from hub.settings order by key;';
  end if;
  return v_value;
end
$$;

comment on function hub.setting_interval is 'Value of a duration setting: select hub.setting_interval(''hand.same'');';
