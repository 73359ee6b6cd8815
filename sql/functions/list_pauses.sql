create or replace function hub.list_pauses(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of what is held back, and was, newest first; see hub.list_hands.
begin
  return query
  select to_jsonb(p), jsonb_build_array(p.id)
  from hub.pauses as p
  where (p_after is null or p.id < (p_after ->> 0)::bigint)
    and (p_filter ->> 'scope' is null or p.scope = p_filter ->> 'scope')
    and case (p_filter ->> 'active')::boolean when true then p.resumed_at is null when false then p.resumed_at is not null else true end
  order by p.id desc
  limit p_limit;
end
$$;

comment on function hub.list_pauses is 'What is held back: select doc ->> ''scope'', doc ->> ''reason'' from hub.list_pauses(''{"active": true}'');';
