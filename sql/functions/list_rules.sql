create or replace function hub.list_rules(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of the rules, by name; see hub.list_hands.
begin
  return query
  select to_jsonb(r), jsonb_build_array(r.name)
  from hub.render_rules as r
  where (p_after is null or r.name > p_after ->> 0)
    and (p_filter ->> 'id' is null or r.id = (p_filter ->> 'id')::bigint)
    and (p_filter ->> 'event' is null or r.event = p_filter ->> 'event')
    and (p_filter ->> 'template' is null or r.template_name = p_filter ->> 'template')
    and (p_filter ->> 'enabled' is null or r.enabled = (p_filter ->> 'enabled')::boolean)
  order by r.name
  limit p_limit;
end
$$;

comment on function hub.list_rules is 'The rules by name: select doc ->> ''name'', doc ->> ''condition'' from hub.list_rules(''{"enabled": true}'');';
