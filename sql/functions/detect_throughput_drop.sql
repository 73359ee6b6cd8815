create or replace function hub.detect_throughput_drop(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Rendering is slower than it can be while work waits: see hub.weigh_throughput, whose state
-- tick() keeps. Told by what showed it: at which share of the usual rate, how much longer renders take, or how many
-- workers render; and with how much waiting.
declare
  v_now      timestamptz := hub.clock(p_now);
  v_settings jsonb := hub.settings_of('throughput');
  v_state    jsonb := hub.weigh_throughput(hub.remembered('throughput_drop'), hub.settled(v_now), v_settings);
  v_why      text := coalesce(v_state ->> 'why', 'rate');
  v_ending   boolean := (v_state ->> 'good_minutes')::int > 0;  -- the test for its end has begun to hold
  v_usual    float8 := (v_state ->> 'num')::float8 / (v_state ->> 'den')::float8;
  v_rate     float8;
  v_waited   float8;
  v_waiting  bigint;
  v_percent  numeric;
  v_jobs     text;
  v_lately   record;
  v_told     text[];
begin
  if v_state ->> 'phase' = 'cleared' then
    return next hub.cleared('throughput_drop', 'global', 'true');
    return;
  elsif v_state ->> 'phase' <> 'firing' then
    return;
  end if;
  select sum((m.value ->> 1)::float8) / nullif(sum((m.value ->> 0)::float8), 0), sum((m.value ->> 0)::float8) into v_rate, v_waited
  from jsonb_array_elements(v_state -> 'recent') as m;
  v_waiting := hub.count_waiting(v_now);
  v_percent := round((100 * coalesce(v_rate, 0) / v_usual)::numeric);
  v_jobs := hub.told_count(v_waiting, 'job');
  -- workers: of the last minutes in which work stood; how much longer: of the last renders
  select max(q.workers) as workers, round(coalesce(sum(q.held) / nullif(sum(60 * q.stood), 0), 0)) as rendered, (
      select round(exp(avg(r.more))::numeric, 1)
      from (
        select ln(greatest(0.1, extract(epoch from a.finished_at - a.started_at)) / n.median) as more
        from hub.attempts as a join hub.template_norms as n on n.template_name = a.template_name and n.median > 0
        where a.finished_at > v_now - interval '30 minutes' and a.finished_at <= v_now and a.started_at > v_now - interval '8 days' and a.started_at <= v_now
          and a.outcome = 'completed'
        order by a.finished_at desc
        limit 5
      ) as r) as times
  into v_lately
  from (
    select m.workers, m.held, m.stood from hub.pace_minutes as m
    where m.minute > v_now - interval '30 minutes' and m.minute < v_now and m.stood > 0.05
    order by m.minute desc
    limit 5
  ) as q;
  v_told := case
    when v_ending and v_waited >= 2 or v_ending and v_why = 'rate' then array[
      format('Rendering is back at %s %% of its usual rate with %s waiting', v_percent, v_jobs),
      format('렌더링이 평소의 %s %% 속도로 회복됨, 대기 작업 %s건', v_percent, v_waiting)]
    when v_ending then array['Rendering was slower than it can be, hardly anything waits now', '렌더링이 느려졌었음, 지금은 대기 작업이 거의 없음']
    when v_why = 'thin' then array[
      format('%s of %s workers rendered while work waited, with %s waiting', v_lately.rendered, v_lately.workers, v_jobs),
      format('작업이 대기하는 동안 워커 %s대 중 %s대만 렌더링, 대기 작업 %s건', v_lately.workers, v_lately.rendered, v_waiting)]
    when v_why = 'slow' and v_lately.times > 1 then array[
      format('Renders take %s times as long as usual, with %s waiting', v_lately.times, v_jobs),
      format('렌더가 평소의 %s배 걸림, 대기 작업 %s건', v_lately.times, v_waiting)]
    else array[
      format('Rendering at %s %% of its usual rate with %s waiting', v_percent, v_jobs),
      format('대기 작업 %s건이 있는데 렌더링이 평소의 %s %% 속도', v_waiting, v_percent)] end;
  return next row('throughput_drop', 'warning', 'global', 'warning', coalesce((v_state ->> 'since')::timestamptz, (v_state ->> 'fired_at')::timestamptz),
    v_told[1], v_told[2],
    jsonb_build_object('rate', round(coalesce(v_rate, 0)::numeric, 1), 'usual', round(v_usual::numeric, 1), 'unit', 'seconds of work a minute', 'waiting', v_waiting,
      'shown_by', v_why, 'evidence', case v_why when 'rate' then v_state -> 'sum' else v_state -> v_why end,
      'needed', case v_why when 'rate' then v_settings -> 'throughput.h' when 'slow' then v_settings -> 'throughput.slow'
        else to_jsonb((v_settings ->> 'throughput.thin')::float8 / 60) end,
      'times_usual', v_lately.times, 'rendering', v_lately.rendered, 'known_workers', v_lately.workers,
      'workers', (select count(*) from hub.live_workers(v_now)), 'settings', 'throughput.*'),
    hub.members_of('{}', '{}', v_waiting),
    jsonb_build_object('text', 'Look at the render PCs: which of them got slower, or left?', 'text_ko', '렌더 PC를 확인하세요. 느려졌거나 빠진 워커가 있습니까?',
      'sql', 'select * from ops.workers;'),
    'false')::hub.finding;
end
$$;

comment on function hub.detect_throughput_drop is 'Rendering slower than it can: select title, evidence from hub.detect_throughput_drop();';
