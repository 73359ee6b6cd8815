create or replace function hub.list_channels(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of the channels, by name, without their secrets; see hub.list_hands.
begin
  return query
  select hub.shown_channel(c, hub.clock()), jsonb_build_array(c.name)
  from hub.channels as c
  where (p_after is null or c.name > p_after ->> 0)
    and (p_filter ->> 'id' is null or c.id = (p_filter ->> 'id')::bigint)
    and (p_filter ->> 'kind' is null or c.kind = p_filter ->> 'kind')
    and (p_filter ->> 'enabled' is null or c.enabled = (p_filter ->> 'enabled')::boolean)
  order by c.name
  limit p_limit;
end
$$;

comment on function hub.list_channels is 'The channels by name: select doc ->> ''name'', doc ->> ''state'' from hub.list_channels();';
