create or replace function hub.judge_story(p_story hub.stories, p_now timestamptz) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- What a story has to say now, if anything: how many messages were written. It looks at its
-- alerts as they are, so nothing depends on how often or how late it is asked. While all of them recover it
-- says nothing: they end, or fire again.
declare
  c_ranks   constant text[] := '{info,warning,error,critical}';
  v_route   hub.routes;
  v_m       record;
  v_severity text;
  v_soonest timestamptz;
  v_due     timestamptz;
  v_reason  text;
  v_parent  bigint;
begin
  select r.* into v_route from hub.routes as r where r.id = p_story.route_id;
  if not v_route.enabled or not (select c.enabled from hub.channels as c where c.id = v_route.channel_id) then
    return hub.close_story(p_story, v_route, 'off', null, p_now);
  end if;
  select count(*) filter (where e.state <> 'resolved') as open,
    count(*) filter (where f.live) as live,
    count(*) filter (where f.shown and not f.silent and e.state = 'recovering') as recovering,
    count(*) filter (where f.live and a.told_at is null) as fresh,
    count(*) filter (where f.live and e.acknowledged_at is null) as asking,
    max(array_position(c_ranks, e.severity)) filter (where f.live) as rank,
    coalesce(bool_or(e.flapping) filter (where f.live), false) as flapping,
    min(e.silenced_until) filter (where f.shown and f.silent) as wakes,
    coalesce(bool_and(f.silent), true) as silent
  into v_m
  from hub.story_alerts as a
  join public.monitoring_events as e on e.id = a.event_id
  cross join lateral (
    select e.state in ('firing', 'recovering') and e.suppressed_by is null as shown, coalesce(e.silenced_until > p_now, false) as silent) as s
  cross join lateral (select s.shown, s.silent, s.shown and not s.silent and e.state = 'firing' as live) as f
  where a.story_id = p_story.id;

  if v_m.open = 0 then
    return hub.close_story(p_story, v_route, case
      when p_story.state = 'waiting' then 'untold'
      when v_m.silent or hub.setting_boolean('notify.on_air') and p_story.told_severity <> 'critical' then 'quiet'
      else 'resolved' end, null, p_now);
  end if;
  if v_m.live = 0 and v_m.wakes is null and v_m.recovering = 0 then  -- another alert tells their cause
    if p_story.state = 'waiting' then
      return hub.close_story(p_story, v_route, 'untold', null, p_now);
    end if;
    select s.id into v_parent
    from hub.story_alerts as a
    join public.monitoring_events as e on e.id = a.event_id
    join hub.story_alerts as pa on pa.event_id = e.suppressed_by
    join hub.stories as s on s.id = pa.story_id and s.route_id = p_story.route_id and s.state <> 'closed'
    where a.story_id = p_story.id and s.id <> p_story.id
    limit 1;
    if v_parent is not null then
      return hub.close_story(p_story, v_route, 'merged', v_parent, p_now);
    end if;
  end if;
  v_severity := c_ranks[v_m.rank];
  v_due := v_m.wakes;
  if v_m.live > 0 and hub.setting_boolean('notify.on_air') and v_severity <> 'critical' then
    v_due := p_now + hub.setting_interval('notify.shortest');
  elsif v_m.live > 0 and p_story.state = 'waiting' then
    v_due := p_story.opened_at + hub.route_time(v_route, v_severity, 'wait');
    if v_due <= p_now then
      v_reason := case when v_m.flapping then 'unstable' else 'first' end;
    end if;
  elsif v_m.live > 0 then
    v_soonest := p_story.told_at + hub.setting_interval('notify.shortest');
    select (array_agg(r.reason order by r.place) filter (where greatest(r.at, v_soonest) <= p_now))[1], min(greatest(r.at, v_soonest))
    into v_reason, v_due
    from (values
      (1, 'worse', case when v_m.rank > array_position(c_ranks, p_story.told_severity) then v_soonest end),
      (2, 'unstable', case when v_m.flapping and not p_story.unstable then v_soonest end),
      (3, 'escalated', case when p_story.escalated_at is null and v_m.asking > 0 and hub.second_channel(p_story, v_route, v_severity, p_now) is not null
        then p_story.first_told_at + hub.route_time(v_route, v_severity, 'escalate') end),
      (4, 'new member', case when v_m.fresh > 0 and not p_story.unstable then p_story.told_at + hub.route_time(v_route, v_severity, 'interval') end),
      (5, 'repeat', case when p_story.unstable then p_story.told_at + hub.setting_interval('notify.unstable_every')
        when v_m.asking > 0 then p_story.told_at + hub.route_time(v_route, v_severity, 'repeat') end)
    ) as r (place, reason, at)
    where r.at is not null;
    v_due := least(v_due, v_m.wakes);
  end if;
  if v_reason is null then
    update hub.stories as s set due_at = v_due where s.id = p_story.id and s.due_at is distinct from v_due;
    return 0;
  end if;
  return hub.tell_story(p_story, v_route, v_reason, v_severity, p_now);
end
$$;

comment on function hub.judge_story is 'Used by tell_alerts: says what a story has to say now.';
