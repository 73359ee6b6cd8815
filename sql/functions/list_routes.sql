create or replace function hub.list_routes(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of the routes, in the order in which they are asked; see hub.list_hands.
begin
  return query
  select to_jsonb(r), jsonb_build_array(r.position, r.id)
  from hub.routes as r
  where (p_after is null or (r.position, r.id) > ((p_after ->> 0)::int, (p_after ->> 1)::bigint))
    and (p_filter ->> 'id' is null or r.id = (p_filter ->> 'id')::bigint)
    and (p_filter ->> 'channel' is null or r.channel_id = (p_filter ->> 'channel')::bigint)
    and (p_filter ->> 'enabled' is null or r.enabled = (p_filter ->> 'enabled')::boolean)
  order by r.position, r.id
  limit p_limit;
end
$$;

comment on function hub.list_routes is 'The routes in their order: select doc ->> ''name'', doc -> ''match'' from hub.list_routes();';
