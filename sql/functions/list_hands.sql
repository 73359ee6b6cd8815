create or replace function hub.list_hands(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50, p_hide boolean default null
) returns table (doc json, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of hands, those that came last first, as their reader may see them (hub.shown_hand).
--
-- p_filter names columns and values, a key that is not there asks for nothing; p_after is the
-- place of the last row of the page before. The query is planned anew with each call, for what is asked: it
-- goes along the index that has the rows in their order, or finds the few there are, and never
-- looks at all of them first (a bitmap does), so a page costs the same at the end of a season. All
-- lists of the hub are made so. Its rows are json and not jsonb, unlike those of the others: a hand is a long document, and
-- taking it apart to put it together again doubled the time.
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
  select row_to_json(r), jsonb_build_array(r.recorded_at, r.id)
  from (
    select
      (q.h).id, (q.h).table_id, (q.h).hand_number, (q.h).source, (q.h).hand_rank, (q.h).is_premium, (q.h).pot_size, (q.h).winner,
      (q.h).duration_seconds, (q.h).session_id::text as session_id, (q.h).started_at, (q.h).run, (q.h).origin, (q.h).quality_flags,
      (q.h).duplicate_of, (q.h).voided_at, (q.h).void_reason, (q.h).created_at, (q.h).updated_at, (q.h).recorded_at, (q.h).blinds_json,
      (q.h).players_json, (q.h).community_cards_json, (q.h).actions_json
    from (
      select case when p_hide is false then p.h else hub.shown_hand(p.h, p_hide) end as h
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
      ) as p
      offset 0
    ) as q
  ) as r
  order by r.recorded_at desc, r.id desc;
end
$$;

comment on function hub.list_hands is 'Hands, newest first: select doc ->> ''id'', doc ->> ''table_id'' from hub.list_hands(''{"premium": true}'');';
