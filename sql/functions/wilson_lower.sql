create or replace function hub.wilson_lower(p_hits bigint, p_tries bigint, p_z float8 default 1.96) returns float8
language sql immutable
begin atomic
  -- Lower end of the Wilson score interval of a share (E. B. Wilson, 1927): how large it is at
  -- least, as sure as z standard deviations; null of no tries.
  select case when p_tries > 0 then (
    p_hits::float8 / p_tries + p_z * p_z / (2 * p_tries)
    - p_z * sqrt(p_hits::float8 / p_tries * (1 - p_hits::float8 / p_tries) / p_tries + p_z * p_z / (4.0 * p_tries * p_tries))
  ) / (1 + p_z * p_z / p_tries) end;
end;

comment on function hub.wilson_lower is 'A share is at least: select hub.wilson_lower(12, 31);  -- 0.24';
