create or replace function hub.tell_rescue_pause(p_now timestamptz default null) returns int
language plpgsql volatile set search_path = '' set hub.now = ''
as $$
-- Open the alert while rescues are paused, end it afterwards; 1 if something changed.
-- Only tick() does this, which is one at a time and short.
declare
  v_pause record;
  v_open  boolean := exists (
    select from public.monitoring_events as e
    where e.kind = 'hub_degraded' and e.subject = 'rescues' and e.state <> 'resolved');
begin
  select * into v_pause from hub.rescues_are_paused(hub.clock(p_now));
  if v_pause.paused = v_open then
    return 0;
  end if;
  if v_open then
    perform hub.clear_event('hub_degraded', 'rescues', 'hub:tick', 'the workers are heard of again, or their work was taken back');
  else
    perform hub.raise_event('hub_degraded', 'rescues', 'alert', 'warning',
      format('%s of %s workers are late at once: nothing is taken back from them for now', v_pause.late, v_pause.holding),
      jsonb_build_object('late', v_pause.late, 'holding', v_pause.holding, 'until', v_pause.until),
      jsonb_build_object('text', 'Look at the network and at the load of the database; if the render PCs are really off, nothing need be done.',
        'text_ko', '네트워크와 데이터베이스 부하를 확인하세요. 렌더 PC가 실제로 꺼진 것이라면 할 일이 없습니다.'),
      format('워커 %s대 중 %s대가 동시에 응답이 늦음: 당분간 작업을 회수하지 않음', v_pause.holding, v_pause.late));
  end if;
  return 1;
end
$$;

comment on function hub.tell_rescue_pause is 'Used by tick: the alert while rescues are paused.';
