create or replace function hub.count_hands(p_from timestamptz, p_to timestamptz) returns bigint
language sql stable set search_path = ''
as $$
  -- How many hands came in [p_from, p_to]: all, which an index alone tells, but for the few that do not count.
  select (
    select count(*) from public.hands as h where h.recorded_at >= p_from and h.recorded_at <= p_to
  ) - (
    select count(*) from public.hands as h where h.recorded_at >= p_from and h.recorded_at <= p_to and h.duplicate_of is not null
  ) - (
    select count(*) from public.hands as h
    where h.recorded_at >= p_from and h.recorded_at <= p_to and h.voided_at is not null and h.duplicate_of is null)
$$;

comment on function hub.count_hands is 'Hands since a time: select hub.count_hands(date_trunc(''hour'', now()), now());';
