create or replace function hub.settled(p_now timestamptz) returns timestamptz
language sql volatile
begin atomic
  -- Up to when history can be read as complete: transactions carry the time of their
  -- beginning and are seen at their end, so the last moment is left for the next look. A
  -- simulated time is exact.
  select case when p_now = now() then p_now - interval '2 seconds' else p_now end;
end;

comment on function hub.settled is 'Up to when history is complete: select hub.settled(now());';
