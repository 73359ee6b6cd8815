create or replace function hub.told_time(p_at timestamptz) returns text
language sql stable set search_path = ''
as $$
  -- A time of day as people at the venue read it, with its zone: a message may be read elsewhere.
  select to_char(p_at at time zone hub.setting_text('time_zone'), 'HH24:MI ') || hub.told_zone(p_at)
$$;

comment on function hub.told_time is 'A time of day at the venue: select hub.told_time(now());  -- 21:04 KST';
