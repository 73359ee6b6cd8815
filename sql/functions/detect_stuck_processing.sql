create or replace function hub.detect_stuck_processing(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Renders that do not end. Lease and heartbeat tell a dead worker; this is for the two cases
-- that they cannot tell: an old poller, which gives no signs of life, and a worker that goes
-- on beating while After Effects hangs: no progress was journaled for as long. A person who
-- resolved the alert has looked at this attempt: it is not told again.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_slow  boolean := exists (
    select from public.monitoring_events as e where e.kind = 'throughput_drop' and e.subject = 'global' and e.state <> 'resolved')
    or exists (
    select from public.monitoring_events as e
    where e.kind = 'throughput_drop' and e.subject = 'global' and e.state = 'resolved' and e.resolved_at > v_now - interval '5 minutes');
  v_floor timestamptz := v_now - hub.setting_interval('stuck.floor');
  v_row   record;
  v_limit interval;
begin
  for v_row in
    select i.id, i.attempt, i.template_name, i.started_at, i.worker_id, i.progress, a.claimed_by
    from public.render_instructions as i
    join hub.attempts as a on a.instruction_id = i.id and a.attempt = i.attempt and a.started_at = i.started_at
    where i.status = 'processing' and i.started_at <= v_floor
    order by i.started_at, i.id
  loop
    v_limit := hub.stuck_limit(v_row.template_name, v_slow);
    continue when v_row.started_at > v_now - v_limit
      or v_row.worker_id is not null and exists (
        select from hub.events as e
        where e.subject = 'instruction:' || v_row.id and e.at > v_now - v_limit and e.doc ? 'progress')
      or exists (
        select from public.monitoring_events as e
        where e.kind = 'stuck_processing' and e.subject = 'instruction:' || v_row.id and e.state = 'resolved'
          and coalesce(e.resolved_by, '') not like 'hub:%' and e.details -> 'attempt' = to_jsonb(v_row.attempt));
    return next row('stuck_processing', 'anomaly', 'instruction:' || v_row.id, 'warning', v_row.started_at + v_limit,
      format('Instruction %s (%s) has been rendering on %s for %s minutes', v_row.id, v_row.template_name, v_row.claimed_by,
        floor(extract(epoch from v_now - v_row.started_at) / 60)),
      format('작업 %s(%s)이 %s에서 %s분째 렌더링 중', v_row.id, v_row.template_name, v_row.claimed_by, floor(extract(epoch from v_now - v_row.started_at) / 60)),
      jsonb_build_object('instruction_id', v_row.id, 'attempt', v_row.attempt, 'worker_id', v_row.worker_id, 'claimed_by', v_row.claimed_by,
        'started_at', v_row.started_at, 'limit_seconds', round(extract(epoch from v_limit)), 'progress', v_row.progress,
        'heartbeat', v_row.worker_id is not null, 'settings', 'stuck.*'),
      hub.members_of(array[v_row.id]),
      jsonb_build_object('text', 'Look at the PC; if the render hangs, end it there and let another worker have it.',
        'text_ko', 'PC를 확인하고, 렌더링이 멈췄다면 종료한 뒤 다른 워커에게 넘기세요.')
        || hub.suggested_act('release_stuck', jsonb_build_object('instruction_id', v_row.id, 'attempt', v_row.attempt), 'the render hangs'),
      'false')::hub.finding;
  end loop;
end
$$;

comment on function hub.detect_stuck_processing is 'Renders that do not end: select title from hub.detect_stuck_processing();';
