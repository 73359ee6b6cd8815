create or replace function hub.waited_share(p_from timestamptz, p_to timestamptz, p_now timestamptz) returns float8
language sql stable set search_path = ''
as $$
  -- For which share of (p_from, p_to] at least one runnable instruction waited (hub.waited_spans).
  select hub.seconds_of(hub.waited_spans(p_from, p_to, p_now)) / extract(epoch from p_to - p_from)::float8
$$;

comment on function hub.waited_share is 'Share of a time in which work waited: select hub.waited_share(now() - interval ''1 minute'', now(), now());';
