create or replace function hub.seconds_of(p_spans tstzmultirange) returns float8
language sql immutable set search_path = ''
as $$
  -- How long these spans are together, in seconds.
  select coalesce(sum(extract(epoch from upper(s) - lower(s))), 0)::float8 from unnest(p_spans) as s
$$;

comment on function hub.seconds_of is 'Seconds of spans: select hub.seconds_of(''{[2026-07-01 20:00, 2026-07-01 20:05)}'');';
