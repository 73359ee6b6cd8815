create or replace function hub.list_templates(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of the catalogue of After Effects templates, by name; paused tells which are held back. See hub.list_hands.
begin
  return query
  select to_jsonb(t) || jsonb_build_object('paused', hub.is_paused(t.name)), jsonb_build_array(t.name)
  from hub.templates as t
  where (p_after is null or t.name > p_after ->> 0)
  order by t.name
  limit p_limit;
end
$$;

comment on function hub.list_templates is 'The catalogue of templates: select doc ->> ''name'', doc ->> ''paused'' from hub.list_templates();';
