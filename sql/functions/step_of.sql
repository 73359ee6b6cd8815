create or replace function hub.step_of(p_at timestamptz, p_step interval, p_zone text) returns timestamptz
language sql stable
begin atomic
  -- The beginning of the step of a chart in which a time lies. Days begin at midnight where the zone is;
  -- shorter steps divide the hour, or are hours of UTC.
  select case when p_step = interval '1 day' then date_trunc('day', p_at, p_zone)
    else date_bin(p_step, p_at, timestamptz '2000-01-01 00:00:00+00') end;
end;

comment on function hub.step_of is 'The step of a chart: select hub.step_of(now(), ''1 day'', ''Asia/Seoul'');';
