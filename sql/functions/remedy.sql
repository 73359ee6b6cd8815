create or replace function hub.remedy(p_now timestamptz default null) returns table (subject text, action text)
language plpgsql volatile set search_path = '' set enable_seqscan = off
  set hub.verb = 'remedy' set hub.now = '' set hub.actor = 'hub:tick' set hub.reason = ''
as $$
-- What the hub does about its alerts by itself, each kind by its setting remedy.<kind>.
-- (Retries, rescues, expiry and reconciling are the queue's own, with limits of their own:
-- promote_due, rescue_expired, expire_due, reconcile_outputs.) Never a storm: a job is boosted once, a graphic made once,
-- a worker avoided once for a time,
-- what failed in a surge retried once after it, and all together at most remedy.per_minute times a
-- minute. A person's act always wins: nothing here touches what is pinned, cancelled or paused.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_left  int;
  v_done  int;
  v_event public.monitoring_events;
  v_row   record;
begin
  select hub.setting_number('remedy.per_minute') - count(*) into v_left
  from hub.actions as a
  where a.at > v_now - interval '1 minute'
    and a.actor = any ('{hub:stale_pending,hub:orphan_hand,hub:bad_worker,hub:stuck_processing,hub:error_surge,hub:priority_inversion}'::text[]);
  v_left := least(v_left, greatest(5, hub.setting_number('remedy.per_minute') / 6));  -- a tick stays short

  for v_event in
    select e.* from public.monitoring_events as e
    where e.state = 'firing' and e.kind in ('stale_pending', 'orphan_hand', 'bad_worker', 'stuck_processing') and e.severity <> 'info'
      and hub.remedy_acts(e.kind)
    order by array_position('{critical,error,warning}'::text[], e.severity), e.id
  loop
    exit when v_left <= 0;
    begin
      v_done := hub.remedy_alert(v_event, v_left, p_now);
    exception when others then
      -- one that cannot be mended keeps no other from being mended; told once while it lasts
      v_done := 0;
      perform hub.raise_event('tick_failed', 'remedy:' || v_event.kind, 'alert', 'error',
        format('The remedy of alert %s (%s) fails: %s', v_event.id, v_event.subject, sqlerrm),
        jsonb_build_object('sqlstate', sqlstate, 'error', sqlerrm, 'alert', v_event.id),
        jsonb_build_object('text', 'Mend it by hand; the other remedies go on.', 'text_ko', '직접 처리하세요. 다른 조치는 계속됩니다.', 'sql', v_event.suggested_action ->> 'sql'),
        format('경보 %s(%s)의 자동 조치가 실패함: %s', v_event.id, v_event.subject, sqlerrm));
      subject := v_event.kind || ' ' || v_event.subject;
      action := 'failed: ' || sqlerrm;
      return next;
    end;
    v_left := v_left - v_done;
    if v_done > 0 then
      subject := v_event.kind || ' ' || v_event.subject;
      action := 'acted: ' || v_done;
      return next;
    end if;
  end loop;
  perform hub.clear_event(e.kind, e.subject, 'hub:tick', 'its remedy is not needed any more')
  from public.monitoring_events as e
  where e.kind = 'tick_failed' and e.subject like 'remedy:%' and e.state <> 'resolved'
    and not exists (select from public.monitoring_events as o where o.id = (e.details ->> 'alert')::bigint and o.state = 'firing');

  if v_left > 0 and hub.remedy_acts('error_surge') then
    v_done := hub.retry_surge(v_left, v_now);
    v_left := v_left - v_done;
    if v_done > 0 then
      subject := 'error_surge global';
      action := 'retried: ' || v_done;
      return next;
    end if;
  end if;

  -- aging: what waits behind more urgent work gains a step for each aging.step
  if v_left > 0 and hub.remedy_acts('priority_inversion') then
    for v_row in
      select w.template_name, w.priority, w.waiting_since, r.workers, r.names, floor(extract(epoch from v_now - w.waiting_since) / extract(epoch from hub.setting_interval('aging.step')))::int as steps
      from hub.waiting_work(v_now) as w
      cross join hub.renderable_templates(v_now) as r
      where w.waiting_since <= v_now - hub.setting_interval('aging.step') and w.priority > 1
      order by w.waiting_since
    loop
      exit when v_left <= 0;  -- before the next is asked for its cause: that is the costly part
      continue when hub.stale_cause(v_row.template_name, v_row.priority, v_row.waiting_since, v_row.workers, v_row.names) not like 'starved:%';
      v_done := hub.boost(array(
          select i.id from public.render_instructions as i
          where i.template_name = v_row.template_name and i.priority = v_row.priority
            and i.eligible_at is not null and i.eligible_at <= v_now - (i.base_priority - i.priority + 1) * hub.setting_interval('aging.step')
          order by i.eligible_at limit v_left),
        'priority_inversion', hub.setting_number('aging.max_steps')::int, v_left, jsonb_build_object('waited_steps', v_row.steps, 'settings', 'aging.*'));
      v_left := v_left - v_done;
      if v_done > 0 then
        subject := 'priority_inversion ' || v_row.template_name;
        action := 'aged: ' || v_done;
        return next;
      end if;
    end loop;
  end if;
end
$$;

comment on function hub.remedy is 'Used by tick: what the hub does about its alerts: select * from hub.remedy();';
