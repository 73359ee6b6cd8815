create or replace function hub.route_doubts(p_route hub.routes) returns text[]
language sql stable security definer set search_path = ''
as $$
  -- What speaks against a route that can be followed, in words for whoever makes it: kinds of match.kind that no
  -- alert has, each with those that may have been meant, else with all. It is kept all the same: kinds come with
  -- versions of the hub. Those besides the detectors' are raised where they happen; graphic_done is told, not raised.
  with known (kind) as (
    select d.kind from hub.detectors as d
    union select * from unnest('{channel_dead,graphic_done,hand_conflict,old_client,tick_failed}'::text[])
  ), unknown as (
    select m.kind, m.place
    from jsonb_array_elements_text(case jsonb_typeof(p_route.match -> 'kind') when 'array' then p_route.match -> 'kind' else '[]' end) with ordinality as m (kind, place)
    where m.kind not in (select k.kind from known as k)
  )
  select coalesce(array_agg(
    format('no alert is of the kind "%s"; %s', u.kind, case when n.kinds is not null then format('did you mean %s?', n.kinds)
      else format('there are %s', (select string_agg(k.kind, ', ' order by k.kind) from known as k)) end)
    order by u.place), '{}')
  from unknown as u
  cross join lateral (
    select string_agg(k.kind, ', ' order by k.kind) as kinds from known as k
    where left(k.kind, 4) = lower(left(u.kind, 4)) or string_to_array(k.kind, '_') && string_to_array(lower(u.kind), '_')) as n
$$;

comment on function hub.route_doubts is 'What speaks against a route: select r.name, hub.route_doubts(r) from hub.routes as r;';
