create or replace function hub.detect_suspect_output(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Outputs that do not look right, one finding per instruction, for a day (hub.suspicions says
-- what is looked for). Where suspect.group_at or more have the same thing wrong with them it is one
-- cause, a full disk or a wrong path, say: one finding, until the last of them is mended. Looked at is what came since the last tick() and in the three minutes
-- before it, of a busy farm the newest thousand, and what has an open alert: so a day's outputs are not read every few seconds,
-- and what was found stays until it is a day old, rendered anew or cancelled. An alert that
-- hub.suspect_output raised at the moment of the report is kept in the same way, also where
-- nothing but that report was wrong.
declare
  v_now  timestamptz := hub.clock(p_now);
  v_from timestamptz := greatest(v_now - interval '1 day',
    least(coalesce((hub.remembered('tick') ->> 'at')::timestamptz, '-infinity'), v_now) - interval '3 minutes');
  v_open bigint[] := array(
    select substr(e.subject, 13)::bigint from public.monitoring_events as e
    where e.kind = 'suspect_output' and e.state <> 'resolved' and e.subject ~ '^instruction:[0-9]{1,18}$');
  v_groups text[] := array(
    select e.subject from public.monitoring_events as e
    where e.kind = 'suspect_output' and e.state <> 'resolved' and e.subject like 'outputs:%');
  v_ids  bigint[] := array(
    (select o.instruction_id from public.render_outputs as o where o.recorded_at > v_from and o.recorded_at <= v_now order by o.recorded_at desc limit 1000)
    union
    (select a.instruction_id from hub.attempts as a
    where a.finished_at > v_from and a.finished_at <= v_now and a.started_at > v_now - interval '8 days' and a.outcome = 'completed'
    order by a.finished_at desc limit 1000)
    union  -- whose output has had its two minutes to come
    (select a.instruction_id from hub.attempts as a
    where a.finished_at > v_from - interval '2 minutes' and a.finished_at <= v_now - interval '2 minutes' and a.started_at > v_now - interval '8 days' and a.outcome = 'completed'
    order by a.finished_at desc limit 1000)
    union
    select unnest(v_open)
    union
    select m.id::bigint from public.monitoring_events as e cross join jsonb_array_elements_text(e.members -> 'instructions') as m (id)
    where e.kind = 'suspect_output' and e.state <> 'resolved' and e.subject like 'outputs:%');
  v_en   constant jsonb := '{"empty": "its file is empty", "fast": "it was done suspiciously fast", "local": "its file lies on a local disk",
    "twice": "one attempt delivered twice", "missing": "it is completed without any output", "failed": "it stands failed although an output came",
    "reconciled": "it was reported failed although its output is there"}';
  v_ko   constant jsonb := '{"empty": "파일이 비어 있음", "fast": "비정상적으로 빨리 완료됨", "local": "파일이 로컬 디스크에 있음",
    "twice": "한 번의 시도에서 출력이 두 번 나옴", "missing": "출력 없이 완료됨", "failed": "출력이 있는데 실패로 남아 있음",
    "reconciled": "출력이 있는데 실패로 보고됨"}';
  v_most bigint := hub.setting_number('alert.members_max');
  v_bad  record;
  v_kept bigint[] := '{}';
begin
  for v_bad in
    select s.reasons[1] as reason, count(*) as total, min(s.since) as since, array_agg(s.instruction_id order by s.since, s.instruction_id) as ids,
      array_agg(distinct s.template_name) as templates, array_agg(distinct s.hand_id) filter (where s.hand_id is not null) as hands,
      jsonb_path_query_array(jsonb_agg(jsonb_build_object('instruction_id', s.instruction_id, 'template_name', s.template_name, 'attempt', s.attempt,
        'seconds', s.seconds, 'outputs', s.outputs, 'reported', s.reported) order by s.since, s.instruction_id), '$[0 to 4]') as sample
    from hub.suspicions(v_ids, v_now) as s
    where not hub.is_dismissed('suspect_output', 'instruction:' || s.instruction_id, s.since)
      and not hub.is_dismissed('suspect_output', 'outputs:' || s.reasons[1], s.since)
    group by s.reasons[1]
    having count(*) >= hub.setting_number('suspect.group_at') or 'outputs:' || s.reasons[1] = any (v_groups)
  loop
    v_kept := v_kept || v_bad.ids;
    return next row('suspect_output', 'warning', 'outputs:' || v_bad.reason, 'warning', v_bad.since,
      format('%s of %s look wrong in the same way: %s%s', hub.told_count(v_bad.total, 'output'), hub.told_count(cardinality(v_bad.templates), 'template'), v_en ->> v_bad.reason,
        case when v_bad.total > v_most then ' (and more)' else '' end),
      format('템플릿 %s종의 출력 %s건%s에 같은 문제가 있음: %s', cardinality(v_bad.templates), v_bad.total, case when v_bad.total > v_most then ' 이상' else '' end, v_ko ->> v_bad.reason),
      jsonb_build_object('reason', v_bad.reason, 'outputs', v_bad.total, 'templates', to_jsonb(v_bad.templates[1:10]), 'sample', v_bad.sample,
        'thresholds', hub.settings_of('suspect')),
      hub.members_of(v_bad.ids, coalesce(v_bad.hands, '{}'), v_bad.total),
      jsonb_build_object('text', 'Look for what they share, a disk, a path or a template. Then render them again together.',
        'text_ko', '디스크, 경로, 템플릿 등 공통된 원인을 찾아 고친 뒤 한꺼번에 다시 렌더링하세요.',
        'sql', format('select * from hub.bulk_retry(jsonb_build_object(''ids'', %L::jsonb), current_user, %L);', to_jsonb(v_bad.ids[1:200]), 'the outputs are bad')),
      'false')::hub.finding;
  end loop;
  return query select c.* from unnest(v_open) as i cross join lateral hub.cleared('suspect_output', 'instruction:' || i, 'grouped') as c where i = any (v_kept);

  for v_bad in
    select s.*,
      (select string_agg(v_en ->> r.reason, '; ' order by r.place) from unnest(s.reasons) with ordinality as r (reason, place)) as told,
      (select string_agg(v_ko ->> r.reason, ', ' order by r.place) from unnest(s.reasons) with ordinality as r (reason, place)) as told_ko
    from hub.suspicions(array(select unnest(v_ids) except select unnest(v_kept)), v_now) as s
    where not hub.is_dismissed('suspect_output', 'instruction:' || s.instruction_id, s.since)
      and not hub.is_dismissed('suspect_output', 'outputs:' || s.reasons[1], s.since)
    order by s.since, s.instruction_id
    limit hub.setting_number('tick.batch')::int
  loop
    v_kept := v_kept || v_bad.instruction_id;
    return next row('suspect_output', 'warning', 'instruction:' || v_bad.instruction_id, 'warning', v_bad.since,
      format('Instruction %s (%s): %s', v_bad.instruction_id, v_bad.template_name, v_bad.told),
      format('작업 %s(%s): %s', v_bad.instruction_id, v_bad.template_name, v_bad.told_ko),
      jsonb_build_object('instruction_id', v_bad.instruction_id, 'template_name', v_bad.template_name, 'attempt', v_bad.attempt, 'reasons', to_jsonb(v_bad.reasons),
        'seconds', v_bad.seconds, 'usual_seconds', v_bad.usual_seconds, 'samples', v_bad.samples, 'outputs', v_bad.outputs, 'reported', v_bad.reported,
        'thresholds', hub.settings_of('suspect')),
      hub.members_of(array[v_bad.instruction_id], array_remove(array[v_bad.hand_id], null), 1),
      jsonb_build_object('text', 'Look at the file before it goes on air; if it is bad, render it again.',
        'text_ko', '송출 전에 파일을 확인하고, 잘못되었으면 다시 렌더링하세요.')
        || hub.suggested_act('retry_instruction', jsonb_build_object('instruction_id', v_bad.instruction_id), 'the output is bad'),
      'false')::hub.finding;
  end loop;

  return query
  select 'suspect_output', e.event_type, e.subject, e.severity, e.first_seen_at, e.title,
    coalesce(nullif(e.title_ko, ''), format('작업 %s: 출력과 보고된 내용이 맞지 않음', i.id)), e.details, e.members,
    coalesce(e.suggested_action, jsonb_build_object('text', 'Look at the file before it goes on air.', 'text_ko', '송출 전에 파일을 확인하세요.',
      'sql', format('select id, output_path, file_size from public.render_outputs where instruction_id = %s order by id;', i.id))),
    'false'
  from public.monitoring_events as e
  join public.render_instructions as i on i.id = any (v_open) and e.subject = 'instruction:' || i.id
  where e.kind = 'suspect_output' and e.state <> 'resolved' and e.first_seen_at > v_now - interval '1 day'
    and e.details ? 'reported' and not e.details ? 'reasons' and i.id <> all (v_kept)
    and i.status || '' in ('completed', 'failed') and i.attempt = coalesce((e.details ->> 'attempt')::bigint, i.attempt)
  order by e.first_seen_at, e.subject;
end
$$;

comment on function hub.detect_suspect_output is 'Outputs that do not look right: select subject, title from hub.detect_suspect_output();';
