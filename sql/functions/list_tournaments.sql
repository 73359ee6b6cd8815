create or replace function hub.list_tournaments(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50, p_now timestamptz default null
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off set hub.now = ''
as $$
-- A page of tournaments, newest first; see hub.list_hands. One without end, or whose end is to come, runs.
declare
  v_now timestamptz := hub.clock(p_now);
begin
  return query
  select to_jsonb(t), jsonb_build_array(t.id)
  from public.tournaments as t
  where (p_after is null or t.id < (p_after ->> 0)::bigint)
    and (p_filter ->> 'id' is null or t.id = (p_filter ->> 'id')::bigint)
    and (p_filter ->> 'event_code' is null or t.event_code = p_filter ->> 'event_code')
    and (p_filter ->> 'event_type' is null or t.event_type = p_filter ->> 'event_type')
    and case (p_filter ->> 'running')::boolean
      when true then coalesce(t.end_date > v_now, true) when false then t.end_date <= v_now else true end
  order by t.id desc
  limit p_limit;
end
$$;

comment on function hub.list_tournaments is 'Tournaments, newest first: select doc ->> ''event_code'', doc ->> ''name'' from hub.list_tournaments();';
