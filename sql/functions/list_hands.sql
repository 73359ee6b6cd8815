create or replace function hub.list_hands(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50, p_hide boolean default null
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of hands, those that came last first, as their reader may see them (hub.shown_hand).
--
-- p_filter names columns and values, a key that is not there asks for nothing; p_after is the
-- place of the last row of the page before. The query is planned anew with each call, for what is asked: it
-- goes along the index that has the rows in their order, or finds the few there are, and never
-- looks at all of them first (a bitmap does), so a page costs the same at the end of a season. All
-- lists of the hub are made so.
declare
  v_of bigint[];
begin
  if p_filter ->> 'session' is not null then
    v_of := array(select h.id from public.hands as h where h.session_id = (p_filter ->> 'session')::bigint);
  elsif p_filter ->> 'hand_number' is not null then
    v_of := array(
      select h.id from public.hands as h
      where h.table_id = p_filter ->> 'table' and h.hand_number = (p_filter ->> 'hand_number')::bigint);
  end if;
  return query
  select to_jsonb(case when p_hide is false then q.h else hub.shown_hand(q.h, p_hide) end) || jsonb_build_object('session_id', (q.h).session_id::text), jsonb_build_array((q.h).recorded_at, (q.h).id)
  from (
    select h
    from public.hands as h
    where (v_of is null or h.id = any (v_of))
      and (p_after is null or (h.recorded_at, h.id) < ((p_after ->> 0)::timestamptz, (p_after ->> 1)::bigint))
      and (p_filter ->> 'id' is null or h.id = (p_filter ->> 'id')::bigint)
      and (p_filter ->> 'since' is null or h.recorded_at >= (p_filter ->> 'since')::timestamptz)
      and (p_filter ->> 'until' is null or h.recorded_at < (p_filter ->> 'until')::timestamptz)
      and (p_filter ->> 'table' is null or h.table_id = p_filter ->> 'table')
      and (p_filter ->> 'hand_number' is null or h.hand_number = (p_filter ->> 'hand_number')::bigint)
      and (p_filter ->> 'session' is null or h.session_id = (p_filter ->> 'session')::bigint)
      and (p_filter ->> 'source' is null or h.source = p_filter ->> 'source')
      and (p_filter ->> 'rank' is null or h.hand_rank = p_filter ->> 'rank')
      and case (p_filter ->> 'premium')::boolean when true then h.is_premium when false then not h.is_premium else true end
      and case (p_filter ->> 'voided')::boolean when true then h.voided_at is not null when false then h.voided_at is null else true end
      and case (p_filter ->> 'duplicate')::boolean when true then h.duplicate_of is not null when false then h.duplicate_of is null else true end
    order by h.recorded_at desc, h.id desc
    limit p_limit
  ) as q
  order by (q.h).recorded_at desc, (q.h).id desc;
end
$$;

comment on function hub.list_hands is 'Hands, newest first: select doc ->> ''id'', doc ->> ''table_id'' from hub.list_hands(''{"premium": true}'');';
