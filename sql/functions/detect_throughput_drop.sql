create or replace function hub.detect_throughput_drop(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Rendering is slower than it can be while work waits: see hub.weigh_throughput, whose state
-- tick() keeps. Told as people do: at which share of the usual rate, with how much waiting.
declare
  v_now      timestamptz := hub.clock(p_now);
  v_settings jsonb := hub.settings_of('throughput');
  v_state    jsonb := hub.weigh_throughput(hub.remembered('throughput_drop'), hub.settled(v_now), v_settings);
  v_usual    float8 := (v_state ->> 'num')::float8 / (v_state ->> 'den')::float8;
  v_rate     float8;
  v_waiting  bigint;
  v_percent  numeric;
  v_ending   boolean := (v_state ->> 'good_minutes')::int > 0;  -- the test for its end has begun to hold
begin
  if v_state ->> 'phase' = 'cleared' then
    return next hub.cleared('throughput_drop', 'global', 'true');
    return;
  elsif v_state ->> 'phase' <> 'firing' then
    return;
  end if;
  select sum((m.value ->> 1)::float8) / nullif(sum((m.value ->> 0)::float8), 0) into v_rate from jsonb_array_elements(v_state -> 'recent') as m;
  v_waiting := hub.count_waiting(v_now);
  v_percent := round((100 * coalesce(v_rate, 0) / v_usual)::numeric);
  return next row('throughput_drop', 'warning', 'global', 'warning', coalesce((v_state ->> 'since')::timestamptz, (v_state ->> 'fired_at')::timestamptz),
    case when v_ending
      then format('Rendering is back at %s %% of its usual rate with %s waiting', v_percent, hub.told_count(v_waiting, 'job'))
      else format('Rendering at %s %% of its usual rate with %s waiting', v_percent, hub.told_count(v_waiting, 'job')) end,
    case when v_ending
      then format('렌더링이 평소의 %s %% 속도로 회복됨, 대기 작업 %s건', v_percent, v_waiting)
      else format('대기 작업 %s건이 있는데 렌더링이 평소의 %s %% 속도', v_waiting, v_percent) end,
    jsonb_build_object('rate', round(coalesce(v_rate, 0)::numeric, 1), 'usual', round(v_usual::numeric, 1), 'unit', 'seconds of work a minute', 'waiting', v_waiting,
      'evidence', v_state -> 'sum', 'needed', v_settings -> 'throughput.h', 'workers', (select count(*) from hub.live_workers(v_now)), 'settings', 'throughput.*'),
    hub.members_of('{}', '{}', v_waiting),
    jsonb_build_object('text', 'Look at the render PCs: which of them got slower, or left?', 'text_ko', '렌더 PC를 확인하세요. 느려졌거나 빠진 워커가 있습니까?',
      'sql', 'select * from ops.workers;'),
    'false')::hub.finding;
end
$$;

comment on function hub.detect_throughput_drop is 'Rendering slower than it can: select title, evidence from hub.detect_throughput_drop();';
