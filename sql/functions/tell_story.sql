create or replace function hub.tell_story(p_story hub.stories, p_route hub.routes, p_reason text, p_severity text, p_now timestamptz) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Write a message of a story into the outbox: to its route's channel, when it escalates to the
-- second one, at its end to both; the second one is spoken to as its own route does. How many.
-- The key makes each message one, whatever runs twice.
declare
  v_second   bigint := case
    when p_reason = 'escalated' then hub.second_channel(p_story, p_route, p_severity, p_now)
    when p_reason = 'resolved' and p_story.escalated_at is not null then (  -- who was told of it, whatever the hours are now
      select n.channel_id from hub.notifications as n
      where n.story_id = p_story.id and n.reason = 'escalated' and n.copy_of is null order by n.id desc limit 1) end;
  v_channels bigint[] := array_remove(array[case when p_reason <> 'escalated' then p_route.channel_id end, v_second], null);
  v_channel  bigint;
  v_message  jsonb;
  v_changed  timestamptz;
begin
  select coalesce(case when p_reason = 'resolved' then max(e.resolved_at) else max(e.fired_at) filter (where a.told_at is null) end, p_now) into v_changed
  from hub.story_alerts as a
  join public.monitoring_events as e on e.id = a.event_id
  where a.story_id = p_story.id;
  foreach v_channel in array v_channels loop
    v_message := hub.story_message(p_story, p_reason, p_severity, coalesce(
      (select r.language from hub.routes as r where r.channel_id = v_channel and r.enabled order by r.id <> p_route.id, r.position, r.id limit 1),
      p_route.language), p_now);
    perform hub.put_message(v_channel, p_route.id, p_reason, p_severity, v_message, format('story:%s:%s:%s', p_story.id, p_story.messages + 1, v_channel),
      case when p_reason in ('repeat', 'escalated') then p_now else v_changed end, p_now, p_story.id, (v_message #>> '{alerts,0,id}')::bigint);
  end loop;
  update hub.story_alerts as a set told_at = p_now
  from public.monitoring_events as e
  where a.story_id = p_story.id and a.told_at is null and e.id = a.event_id and p_reason <> 'escalated'
    and e.state in ('firing', 'recovering') and e.suppressed_by is null and not coalesce(e.silenced_until > p_now, false);
  update hub.stories as s
  set state = 'told', messages = s.messages + 1, first_told_at = coalesce(s.first_told_at, p_now),
    told_at = case when p_reason = 'escalated' then s.told_at else p_now end,
    told_severity = case when p_reason in ('escalated', 'resolved')
      or array_position('{info,warning,error,critical}'::text[], p_severity) < array_position('{info,warning,error,critical}'::text[], s.told_severity)
      then s.told_severity else p_severity end,
    unstable = s.unstable or p_reason = 'unstable',
    escalated_at = case when p_reason = 'escalated' then p_now else s.escalated_at end,
    due_at = p_now + hub.setting_interval('notify.shortest')
  where s.id = p_story.id;
  return cardinality(v_channels);
end
$$;

comment on function hub.tell_story is 'Used by judge_story: writes a message of a story into the outbox.';
