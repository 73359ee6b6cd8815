create or replace function hub.detect_remedy_paused(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- The breaker: acting does not help, so the hub stops and says so. Retries: of ten and more
-- different instructions that were tried again within a quarter of an hour, nearly none
-- succeeded. Others: a remedy acted often while its alert went on firing; it stays stopped as long as
-- that alert fires, or it would try and stop in turns all night. While the alert is
-- open hub.remedy_acts says no; when nothing more was tried for a while the condition is gone,
-- and the remedy may show whether it helps now.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_tried bigint;
  v_well  bigint;
  v_row   record;
begin
  select count(distinct a.instruction_id), count(distinct a.instruction_id) filter (where a.outcome <> 'failed') into v_tried, v_well
  from hub.attempts as a
  where a.finished_at > v_now - interval '15 minutes' and a.finished_at <= v_now and a.started_at > v_now - interval '8 days'
    and a.attempt > 1 and a.outcome in ('completed', 'reconciled', 'failed');
  if v_tried >= 10 and v_well < 0.1 * v_tried then
    return next row('remedy_paused', 'alert', 'remedy:retry', 'error', v_now,
      format('Automatic retries pause: of %s tried again in 15 minutes %s succeeded', hub.told_count(v_tried, 'instruction'), v_well),
      format('자동 재시도 일시 중지: 15분 동안 재시도한 작업 %s건 중 %s건만 성공', v_tried, v_well),
      jsonb_build_object('tried_again', v_tried, 'succeeded', v_well),
      '{}'::jsonb,
      jsonb_build_object('text', 'Mend what makes them fail; retries go on by themselves a quarter of an hour later.',
        'text_ko', '실패 원인을 해결하세요. 15분 뒤 재시도가 자동으로 다시 시작됩니다.', 'sql', 'select * from ops.failure_rate;'),
      'false')::hub.finding;
  end if;

  for v_row in
    select e.kind, min(e.fired_at) as fired_at, (
      select count(*) from hub.actions as a
      where a.at > v_now - hub.setting_interval('remedy.breaker_after') and a.actor = 'hub:' || e.kind) as acts,
      (select p.details from public.monitoring_events as p
        where p.kind = 'remedy_paused' and p.subject = 'remedy:' || e.kind and p.state <> 'resolved' and p.fired_at >= min(e.fired_at)) as paused
    from public.monitoring_events as e
    where e.state = 'firing' and e.kind in ('stale_pending', 'priority_inversion', 'bad_worker', 'stuck_processing')
      and e.fired_at <= v_now - hub.setting_interval('remedy.breaker_after')
    group by e.kind
  loop
    if v_row.acts >= hub.setting_number('remedy.breaker_acts') or v_row.paused is not null then
      v_row.acts := greatest(v_row.acts, (v_row.paused ->> 'acts')::bigint);
      return next row('remedy_paused', 'alert', 'remedy:' || v_row.kind, 'warning', v_now,
        format('The remedy of %s pauses: it acted %s and the alert goes on', v_row.kind, hub.told_count(v_row.acts, 'time')),
        format('%s 자동 조치 일시 중지: %s회 조치했으나 경보가 계속됨', v_row.kind, v_row.acts),
        jsonb_build_object('acts', v_row.acts, 'firing_since', v_row.fired_at, 'settings', 'remedy.breaker_*'),
        '{}'::jsonb,
        jsonb_build_object('text', 'Look at the alert; a person has to decide.', 'text_ko', '경보를 확인하세요. 사람의 판단이 필요합니다.',
          'sql', format('select * from ops.alerts where kind = %L;', v_row.kind)),
        'false')::hub.finding;
    end if;
  end loop;
end
$$;

comment on function hub.detect_remedy_paused is 'Remedies that do not help: select title from hub.detect_remedy_paused();';
