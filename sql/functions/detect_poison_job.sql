create or replace function hub.detect_poison_job(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- A job that fails wherever it is tried, as long as it stands failed, for a day: its retries
-- are used up and its failures were on two PCs or more (on one, if no other is there), or its workers died over it (then
-- hub.take_back raised the alert at that moment, and this keeps it). Workers are told apart
-- by host: a PC that started its worker anew between two failures is one PC. A failure that
-- is permanent by itself, a missing file, say, proves nothing about a second try: it had none;
-- such failures go to a person at once, in one finding for each template; so do all others
-- while the hub may not retry by itself (remedy.retry).
-- The oldest come first, so that a flood leaves out the newest and no open alert ends by it.
declare
  v_now      timestamptz := hub.clock(p_now);
  v_poison   int := hub.setting_number('rescue.poison_at');
  v_unbegun  int := hub.setting_number('rescue.unbegun_max');
  v_job      record;
  v_hosts    int;
begin
  select least(2, greatest(1, count(distinct w.name))) into v_hosts from hub.live_workers(v_now) as w;
  for v_job in
    select i.id, i.hand_id, i.template_name, i.completed_at, i.retry_count, i.max_retries, i.rescue_count, i.error_class, i.error_message,
      t.failures, t.hosts, t.rescued or i.rescue_count >= v_poison as deadly, t.rescues, t.sample
    from (
      select f.* from public.render_instructions as f
      where f.status = 'failed' and f.completed_at > v_now - interval '1 day' and f.completed_at <= v_now and f.retry_at is null
        and (f.rescue_count >= v_poison or f.attempt >= v_unbegun or f.retry_count >= f.max_retries and f.error_class is distinct from 'permanent')
    ) as i
    cross join lateral (
      select count(*) filter (where a.outcome = 'failed') as failures,
        count(*) filter (where a.outcome = 'rescued') as rescues,
        coalesce(array_agg(distinct a.claimed_by) filter (where a.outcome = 'failed'), '{}') as hosts,
        coalesce(bool_or(a.attempt = i.attempt and a.outcome = 'rescued'), false) as rescued,
        jsonb_path_query_array(jsonb_agg(jsonb_build_object('attempt', a.attempt, 'worker', a.claimed_by, 'outcome', a.outcome,
          'at', a.finished_at, 'error', left(a.error_message, 200)) order by a.attempt desc), '$[0 to 4]') as sample
      from hub.attempts as a
      where a.instruction_id = i.id and a.started_at > v_now - interval '8 days' and a.started_at <= v_now and a.outcome in ('failed', 'rescued')
    ) as t
    where (i.rescue_count >= v_poison or t.rescued
        or i.retry_count >= i.max_retries and i.error_class is distinct from 'permanent' and cardinality(t.hosts) >= v_hosts)
      and not hub.is_dismissed('poison_job', 'instruction:' || i.id, i.completed_at)
    order by i.completed_at, i.id
    limit hub.setting_number('tick.batch')::int
  loop
    return next row('poison_job', 'alert', 'instruction:' || v_job.id, case when v_job.deadly then 'error' else 'warning' end, v_job.completed_at,
      case when v_job.deadly
        then format('Instruction %s (%s) took down its workers and is not tried again', v_job.id, v_job.template_name)
        else format('Instruction %s (%s) failed %s on %s and is not tried again', v_job.id, v_job.template_name,
          hub.told_count(v_job.failures, 'time'), hub.told_count(cardinality(v_job.hosts), 'worker')) end,
      case when v_job.deadly
        then format('작업 %s(%s)을(를) 렌더링하던 워커가 거듭 멈춰 더 이상 시도하지 않음', v_job.id, v_job.template_name)
        else format('작업 %s(%s)이(가) 워커 %s대에서 %s번 실패해 더 이상 시도하지 않음', v_job.id, v_job.template_name, cardinality(v_job.hosts), v_job.failures) end,
      jsonb_build_object('instruction_id', v_job.id, 'template_name', v_job.template_name, 'failures', v_job.failures, 'workers', to_jsonb(v_job.hosts[1:5]),
        'retries', v_job.retry_count, 'max_retries', v_job.max_retries, 'rescues', greatest(v_job.rescues, v_job.rescue_count), 'error', v_job.error_message,
        'sample', v_job.sample, 'thresholds', jsonb_build_object('rescue.poison_at', v_poison, 'rescue.unbegun_max', v_unbegun)),
      hub.members_of(array[v_job.id], array_remove(array[v_job.hand_id], null), 1),
      jsonb_build_object('text', 'Look at the job''s data and template. When the cause is mended, render it again.',
        'text_ko', '작업의 데이터와 템플릿을 확인하고, 원인을 고친 뒤 다시 렌더링하세요.')
        || hub.suggested_act('retry_instruction', jsonb_build_object('instruction_id', v_job.id), 'mended'),
      'false')::hub.finding;
  end loop;

  for v_job in
    select f.template_name, min(f.completed_at) as since, count(*) as total, bool_or(f.error_class = 'retryable') as held, array_agg(f.id order by f.completed_at) as ids,
      regexp_replace(left(mode() within group (order by f.error_message), 120), '\s+', ' ', 'g') as error, count(distinct left(f.error_message, 200)) as errors
    from public.render_instructions as f
    where f.status = 'failed' and f.completed_at > v_now - interval '1 day' and f.completed_at <= v_now and f.retry_at is null
      and (f.error_class in ('permanent', 'unknown') or f.error_class = 'retryable' and hub.setting_text('remedy.retry') <> 'act') and f.retry_count < f.max_retries and f.rescue_count < v_poison and f.attempt < v_unbegun
      and not hub.is_dismissed('poison_job', 'template:' || f.template_name, f.completed_at)
    group by f.template_name
  loop
    return next row('poison_job', 'alert', 'template:' || v_job.template_name, 'error', v_job.since,
      format(case when v_job.held then '%s of %s failed, and retrying is off: %s' else '%s of %s failed for good: %s' end, hub.told_count(v_job.total, 'instruction'), v_job.template_name, v_job.error),
      format(case when v_job.held then '%s 작업 %s건 실패(자동 재시도 꺼짐): %s' else '%s 작업 %s건이 재시도 불가로 실패: %s' end, v_job.template_name, v_job.total, v_job.error),
      jsonb_build_object('template_name', v_job.template_name, 'failed', v_job.total, 'error', v_job.error, 'different_errors', v_job.errors, 'since', v_job.since),
      hub.members_of(v_job.ids, '{}', v_job.total),
      jsonb_build_object('text', 'Nothing tries these again. Mend the cause, then retry them together.',
        'text_ko', '자동으로 재시도되지 않습니다. 원인을 고친 뒤 한꺼번에 재시도하세요.')
        || hub.suggested_act('bulk_retry', jsonb_build_object('filter', jsonb_build_object('ids', v_job.ids[1:200])), 'mended'),
      'false')::hub.finding;
  end loop;
end
$$;

comment on function hub.detect_poison_job is 'Jobs that fail wherever they are tried: select subject, title, evidence from hub.detect_poison_job();';
