create or replace function hub.list_notifications(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of the delivery log, newest first: what was said to whom, why, each try with its answer, and how long
-- it took from the change to the first try (dwell_seconds); see hub.list_hands.
declare
  v_first bigint := (
    select n.id from hub.notifications as n where n.created_at >= (p_filter ->> 'since')::timestamptz - interval '1 hour' order by n.created_at, n.id limit 1);
begin
  return query
  select to_jsonb(q) || jsonb_build_object(
      'channel', (select c.name from hub.channels as c where c.id = q.channel_id),
      'route', (select r.name from hub.routes as r where r.id = q.route_id),
      'dwell_seconds', extract(epoch from q.first_tried_at - q.changed_at)::float8),
    jsonb_build_array(q.id)
  from (
    select n.*
    from hub.notifications as n
    where (p_after is null or n.id < (p_after ->> 0)::bigint)
      and (p_filter ->> 'id' is null or n.id = (p_filter ->> 'id')::bigint)
      and (p_filter ->> 'channel' is null or n.channel_id = (p_filter ->> 'channel')::bigint)
      and (p_filter ->> 'route' is null or n.route_id = (p_filter ->> 'route')::bigint)
      and (p_filter ->> 'event' is null or n.event_id = (p_filter ->> 'event')::bigint)
      and (p_filter ->> 'story' is null or n.story_id = (p_filter ->> 'story')::bigint)
      and (p_filter ->> 'state' is null or n.state = p_filter ->> 'state')
      and (p_filter ->> 'reason' is null or n.reason = p_filter ->> 'reason')
      and (p_filter ->> 'since' is null or n.id >= v_first and n.created_at >= (p_filter ->> 'since')::timestamptz)
    order by n.id desc
    limit p_limit
  ) as q
  order by q.id desc;
end
$$;

comment on function hub.list_notifications is 'The delivery log, newest first: select doc ->> ''channel'', doc ->> ''state'', doc #>> ''{message,headline}'' from hub.list_notifications();';
