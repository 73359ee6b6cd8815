create or replace function hub.told_time(p_at timestamptz) returns text
language sql stable set search_path = ''
as $$
  -- A time of day as people at the venue read it: in the setting time_zone.
  select to_char(p_at at time zone hub.setting_text('time_zone'), 'HH24:MI')
$$;

comment on function hub.told_time is 'A time of day at the venue: select hub.told_time(now());';
