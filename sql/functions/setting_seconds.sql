create or replace function hub.setting_seconds(p_setting hub.settings) returns jsonb
language sql immutable set search_path = ''
as $$
  -- A setting's value, a duration turned into seconds: a number, or each of a list.
  select case
    when u.seconds is null then p_setting.value
    when jsonb_typeof(p_setting.value) = 'array' then (
      select jsonb_agg((e.value #>> '{}')::float8 * u.seconds order by e.place)
      from jsonb_array_elements(p_setting.value) with ordinality as e (value, place))
    else to_jsonb((p_setting.value #>> '{}')::float8 * u.seconds)
  end
  from (select case p_setting.unit
    when 'milliseconds' then 0.001 when 'seconds' then 1 when 'minutes' then 60 when 'hours' then 3600 when 'days' then 86400 end::float8) as u (seconds)
$$;

comment on function hub.setting_seconds is 'A setting, durations in seconds: select hub.setting_seconds(s) from hub.settings as s where s.key = ''stale.minutes'';';
