create or replace function hub.detect_detectors_blind(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Nobody watched: the last look of tick() (its time stands in hub.detector_state) ended longer
-- ago than blind.after. The next tick() finds this of the time before itself, so the alert
-- tells of a gap that is over; as long as it lasts only a page that asks here can say so.
-- A database that was never watched yet has nothing to tell.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_limit interval := hub.setting_interval('blind.after');
  v_last  timestamptz := hub.remembered('tick') ->> 'at';
  v_gap   numeric := floor(extract(epoch from v_now - v_last));
begin
  if v_last is null or v_last >= v_now - v_limit then
    return;
  end if;
  return next row('detectors_blind', 'alert', 'tick', 'warning', v_last,
    format('Nobody watched for %s seconds, since %s: tick() did not run', v_gap, hub.told_time(v_last)),
    format('%s 이후 %s초 동안 감시가 멈춤: tick()이 실행되지 않음', hub.told_time(v_last), v_gap),
    jsonb_build_object('last_tick_at', v_last, 'seconds', v_gap, 'thresholds', hub.settings_of('blind')),
    '{}'::jsonb,
    jsonb_build_object('text', 'Look whether a hub runs and reaches the database; this looks once, by hand.',
      'text_ko', '허브가 실행 중이고 데이터베이스에 연결되는지 확인하세요. 아래 문장을 실행하면 지금 한 번 점검합니다.', 'sql', 'select * from hub.tick();'),
    'false')::hub.finding;
end
$$;

comment on function hub.detect_detectors_blind is 'Whether somebody watches: select title from hub.detect_detectors_blind();';
