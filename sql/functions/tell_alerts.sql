create or replace function hub.tell_alerts(p_now timestamptz default null) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off
  set hub.verb = 'tell_alerts' set hub.now = '' set hub.actor = 'hub:notify' set hub.reason = ''
as $$
-- The outbox part of tick(), after one alert was left for each cause: what changed joins the
-- stories of its routes, and each story that changed or is due says what it has to say. The
-- messages are written in the transaction of the tick, with the alerts that it changed. How
-- many. Nothing is due in most ticks: then it is a look at three indexes.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_count int := hub.watch_channels(v_now);
  v_ids   bigint[] := array(select m.id from hub.alert_marks as m where m.due_at <= v_now order by m.id limit 10000);
  v_done  bigint[];
  v_shut  bigint[];
  v_event public.monitoring_events;
  v_story hub.stories;
begin
  if v_ids <> '{}' then
    for v_event in
      select e.* from public.monitoring_events as e
      where e.id = any (array(select distinct m.event_id from hub.alert_marks as m where m.id = any (v_ids) and m.event_id is not null))
        and e.state in ('firing', 'recovering') and e.suppressed_by is null
      order by array_position('{critical,error,warning,info}'::text[], e.severity), e.id
    loop
      if hub.join_stories(v_event, v_now) then
        v_shut := v_shut || v_event.id;
      end if;
    end loop;
    v_count := v_count + hub.tell_notices(array(
      select m.instruction_id from hub.alert_marks as m where m.id = any (v_ids) and m.instruction_id is not null), v_now);
    update hub.stories as s set due_at = v_now
    where s.state <> 'closed' and exists (
      select from hub.story_alerts as a
      join hub.alert_marks as m on m.event_id = a.event_id
      where a.story_id = s.id and m.id = any (v_ids));
    delete from hub.alert_marks as m where m.id = any (v_ids);
    insert into hub.alert_marks (event_id, at, due_at)  -- no route is open yet
    select s, v_now, v_now + interval '1 minute' from unnest(v_shut) as s;
  end if;
  -- worst first, so that a story that another one swallows finds it
  for v_story in select s.* from hub.stories as s where s.state <> 'closed' and s.due_at <= v_now order by s.due_at, s.id loop
    v_count := v_count + hub.judge_story(v_story, v_now);
  end loop;
  return v_count;
end
$$;

comment on function hub.tell_alerts is 'Used by tick: writes messages about alerts into the outbox.';
