create or replace function hub.list_actions(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50, p_hide boolean default null,
  p_now timestamptz default null
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off set hub.now = ''
as $$
-- A page of the audit, newest first, each act with what can still be done about it: it never could be taken back, still
-- can (if nothing else moved), no longer can, or was. See hub.list_hands. Ids and times grow together, but for
-- transactions that stayed open, which an hour forgives.
declare
  v_now timestamptz := hub.clock(p_now);
  v_first bigint := (
    select r.id from hub.actions as r where r.at >= (p_filter ->> 'since')::timestamptz - interval '1 hour' order by r.at, r.id limit 1);
  v_last  bigint := (
    select r.id from hub.actions as r where r.at < (p_filter ->> 'until')::timestamptz + interval '1 hour' order by r.at desc, r.id desc limit 1);
begin
  return query
  select to_jsonb(a) || jsonb_build_object(
      'before', hub.shown_doc(a.before, s.secret), 'after', hub.shown_doc(a.after, s.secret),
      'undone_by', u.id,
      'undo', case when u.id is not null then 'done' when a.undo_until is null then 'never' when a.undo_until > v_now then 'open' else 'over' end),
    jsonb_build_array(a.id)
  from (
    select q.* from hub.actions as q
    where (p_after is null or q.id < (p_after ->> 0)::bigint)
      and (p_filter ->> 'id' is null or q.id = (p_filter ->> 'id')::bigint)
      and (p_filter ->> 'actor' is null or q.actor = p_filter ->> 'actor')
      and (p_filter ->> 'verb' is null or q.verb = p_filter ->> 'verb')
      and (p_filter ->> 'subject' is null or q.subject = p_filter ->> 'subject')
      and (p_filter ->> 'since' is null or q.id >= v_first and q.at >= (p_filter ->> 'since')::timestamptz)
      and (p_filter ->> 'until' is null or q.id <= v_last and q.at < (p_filter ->> 'until')::timestamptz)
      and case (p_filter ->> 'automatic')::boolean when true then q.actor || '' like 'hub:%' when false then q.actor not like 'hub:%' else true end
    order by q.id desc
    limit p_limit
  ) as a
  left join hub.actions as u on u.undo_of = a.id
  left join public.hands as h on a.subject = 'hand:' || h.id and h.id = substring(a.subject from '^hand:(\d{1,18})$')::bigint
  cross join lateral (select h.id is not null and hub.has_secret_cards(h, p_hide, p_now) as secret) as s
  order by a.id desc;
end
$$;

comment on function hub.list_actions is 'Who did what, newest first: select doc ->> ''actor'', doc ->> ''verb'', doc ->> ''undo'' from hub.list_actions();';
