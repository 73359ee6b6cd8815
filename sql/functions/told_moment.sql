create or replace function hub.told_moment(p_at timestamptz) returns text
language sql stable set search_path = ''
as $$
  -- A moment as people at the venue read it, with its day and its zone.
  select to_char(p_at at time zone hub.setting_text('time_zone'), 'YYYY-MM-DD HH24:MI ') || hub.told_zone(p_at)
$$;

comment on function hub.told_moment is 'A moment at the venue: select hub.told_moment(now());  -- 2026-11-23 21:04 KST';
