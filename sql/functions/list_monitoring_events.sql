create or replace function hub.list_monitoring_events(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of alerts, newest first, open ones and those that ended; see hub.list_hands. Open ones are few, and
-- are found first. Ids and times grow together, but for transactions that stayed open, which an hour forgives.
declare
  v_open bigint[];
  v_first bigint := (
    select r.id from public.monitoring_events as r where r.created_at >= (p_filter ->> 'since')::timestamptz - interval '1 hour' order by r.created_at, r.id limit 1);
  v_last  bigint := (
    select r.id from public.monitoring_events as r where r.created_at < (p_filter ->> 'until')::timestamptz + interval '1 hour' order by r.created_at desc, r.id desc limit 1);
begin
  if (p_filter ->> 'resolved')::boolean = false or p_filter ->> 'state' <> 'resolved' then
    v_open := array(select e.id from public.monitoring_events as e where e.state <> 'resolved');
  end if;
  return query
  select to_jsonb(e), jsonb_build_array(e.id)
  from public.monitoring_events as e
  where (v_open is null or e.id = any (v_open))
    and (p_after is null or e.id < (p_after ->> 0)::bigint)
    and (p_filter ->> 'id' is null or e.id = (p_filter ->> 'id')::bigint)
    and (p_filter ->> 'severity' is null or e.severity = p_filter ->> 'severity')
    and case p_filter ->> 'state' when 'resolved' then e.resolved else coalesce(e.state = p_filter ->> 'state', true) end
    and (p_filter ->> 'kind' is null or e.kind = p_filter ->> 'kind')
    and (p_filter ->> 'event_type' is null or e.event_type = p_filter ->> 'event_type')
    and (p_filter ->> 'subject' is null or e.subject = p_filter ->> 'subject')
    and (p_filter ->> 'since' is null or e.id >= v_first and e.created_at >= (p_filter ->> 'since')::timestamptz)
    and (p_filter ->> 'until' is null or e.id <= v_last and e.created_at < (p_filter ->> 'until')::timestamptz)
    and case (p_filter ->> 'resolved')::boolean when true then e.resolved when false then not e.resolved else true end
    and case (p_filter ->> 'acknowledged')::boolean
      when true then e.acknowledged_at is not null when false then e.acknowledged_at is null else true end
  order by e.id desc
  limit p_limit;
end
$$;

comment on function hub.list_monitoring_events is 'Alerts, newest first: select doc ->> ''title'' from hub.list_monitoring_events(''{"resolved": false}'');';
