create or replace function hub.list_settings(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of the settings, by key; see hub.list_hands. A prefix asks for those of one subject.
begin
  return query
  select to_jsonb(s), jsonb_build_array(s.key)
  from hub.settings as s
  where (p_after is null or s.key > p_after ->> 0)
    and (p_filter ->> 'key' is null or s.key = p_filter ->> 'key')
    and (p_filter ->> 'prefix' is null or s.key ^@ (p_filter ->> 'prefix'))
  order by s.key
  limit p_limit;
end
$$;

comment on function hub.list_settings is 'The settings by key: select doc ->> ''key'', doc -> ''value'' from hub.list_settings(''{"prefix": "stale."}'');';
