create or replace function hub.detect_hub_degraded(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- What is wrong with the hub itself:
--   database    three looks of tick() in a row took longer than a third of blind.after each: what
--               else is found then is found late, so this hides it.
--   queue       the server's queue of notifications fills up: some session listens and does not
--               read (it hangs in a transaction). Full, it would fail every insert that rings.
--   rescues     so many workers are late at once that nothing is taken back from them
--               (hub.rescues_are_paused); tick() opens and ends this alert at once.
--   listener:*  a hub polls. Only that hub knows, by hub.report_listener, which opens and ends
--               the alert itself; the open alert is the state, and is found again as it stands
--               while the hub repeats it (every minute).
declare
  v_now   timestamptz := hub.clock(p_now);
  v_usage float8 := pg_notification_queue_usage();
  v_limit constant float8 := 0.01;
  c_told  constant interval := '3 minutes';
  v_pause record;
  v_slow  int := coalesce((hub.remembered('tick') ->> 'slow')::int, 0);
  v_may   float8 := extract(epoch from hub.setting_interval('blind.after')) / 3;
begin
  if v_slow >= 3 then
    return next row('hub_degraded', 'alert', 'database', 'critical', v_now,
      format('The database answers slowly: %s looks in a row took longer than %s s', v_slow, v_may),
      format('데이터베이스 응답이 느림: 연속 %s회 점검이 각각 %s초 넘게 걸림', v_slow, v_may),
      jsonb_build_object('slow_looks', v_slow, 'may_take_seconds', v_may, 'settings', 'blind.after'),
      '{}'::jsonb,
      jsonb_build_object('text', 'See what keeps the server busy, and whether its disk is full.', 'text_ko', '서버를 붙잡고 있는 작업과 디스크 여유를 확인하세요.',
        'sql', 'select pid, application_name, state, wait_event_type, xact_start, left(query, 60) as query from pg_stat_activity where state <> ''idle'' order by xact_start limit 10;'),
      'false')::hub.finding;
  end if;

  if v_usage > v_limit then
    return next row('hub_degraded', 'alert', 'queue', 'warning', v_now,
      format('The queue of notifications is %s %% full: a session listens and does not read', round((100 * v_usage)::numeric, 1)),
      format('알림 큐가 %s %% 차 있음: 수신만 걸어 두고 읽지 않는 세션이 있음', round((100 * v_usage)::numeric, 1)),
      jsonb_build_object('usage', v_usage, 'limit', v_limit),
      '{}'::jsonb,
      jsonb_build_object('text', 'Find the session that has been in a transaction longest and end it.',
        'text_ko', '가장 오래 트랜잭션에 머물러 있는 세션을 찾아 종료하세요.',
        'sql', 'select pid, usename, application_name, client_addr, state, xact_start from pg_stat_activity where xact_start is not null order by xact_start limit 5;'),
      'false')::hub.finding;
  end if;

  select * into v_pause from hub.rescues_are_paused(v_now);
  if v_pause.paused then
    return next row('hub_degraded', 'alert', 'rescues', 'warning', v_pause.until - hub.setting_interval('rescue.pause_max'),
      format('%s of %s workers are late at once: nothing is taken back from them for now', v_pause.late, v_pause.holding),
      format('워커 %s대 중 %s대가 동시에 응답이 늦음: 당분간 작업을 회수하지 않음', v_pause.holding, v_pause.late),
      jsonb_build_object('late', v_pause.late, 'holding', v_pause.holding, 'until', v_pause.until, 'thresholds', jsonb_build_object(
        'rescue.pause_share', hub.setting('rescue.pause_share'), 'rescue.pause_workers', hub.setting('rescue.pause_workers'))),
      '{}'::jsonb,
      jsonb_build_object('text', 'Look at the network and at the load of the database; if the render PCs are really off, nothing need be done.',
        'text_ko', '네트워크와 데이터베이스 부하를 확인하세요. 렌더 PC가 실제로 꺼진 것이라면 할 일이 없습니다.', 'sql', 'select host, last_seen_at, lost_at, avoid_until from hub.workers order by last_seen_at desc limit 20;'),
      'false')::hub.finding;
  end if;

  return query
  select 'hub_degraded', e.event_type, e.subject, e.severity, e.first_seen_at, e.title,
    coalesce(nullif(e.title_ko, ''), format('허브 %s이(가) 알림 신호(NOTIFY)를 받지 못해 폴링 중: %s', e.details ->> 'hub', e.details ->> 'why')),
    e.details, e.members,
    jsonb_build_object('text_ko', '허브를 주 데이터베이스에 직접 연결하세요: DATABASE_LISTEN_URL (docs/operations.md).') || coalesce(e.suggested_action, '{}'),
    'false'
  from public.monitoring_events as e
  where e.kind = 'hub_degraded' and e.subject like 'listener:%' and e.state <> 'resolved'
    and (e.details ->> 'told_at')::timestamptz > v_now - c_told
  order by e.subject;
end
$$;

comment on function hub.detect_hub_degraded is 'What is wrong with the hub itself: select subject, title from hub.detect_hub_degraded();';
