create or replace function hub.detect_error_surge(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- More different instructions fail than chance explains: see hub.weigh_errors, whose state
-- tick() keeps. Both figures people argue about are in the title's evidence: the plain share of
-- different instructions that failed since the evidence began to grow, and how sure that is
-- (lower end of the Wilson interval, z 1.96, after Wilson 1927). What nearly all failures share
-- is named: it explains, it does not fire.
declare
  v_now      timestamptz := hub.clock(p_now);
  v_settings jsonb := hub.settings_of('error');
  v_state    jsonb := hub.weigh_errors(hub.remembered('error_surge'), hub.settled(v_now), v_settings);
  v_from     timestamptz := least((v_state ->> 'since')::timestamptz, v_now - interval '10 minutes');
  v_n int; v_k int; v_still int; v_p float8; v_share record;
begin
  if v_state ->> 'phase' in ('cleared', 'inconclusive') then
    return next (hub.cleared('error_surge', 'global', case v_state ->> 'phase' when 'cleared' then 'true' else 'inconclusive' end));
    return;
  elsif v_state ->> 'phase' <> 'firing' then
    return;
  end if;

  select count(distinct a.instruction_id), count(distinct a.instruction_id) filter (where a.outcome = 'failed') into v_n, v_k
  from hub.attempts as a
  where a.finished_at >= v_from and a.finished_at <= v_now and a.started_at > v_now - interval '8 days'
    and a.outcome in ('completed', 'reconciled', 'failed');
  v_p := v_k::float8 / nullif(v_n, 0);
  -- who looks at the list of failures finds these: others came right with a retry
  v_still := least(v_k, (select count(*) from public.render_instructions as i where i.status = 'failed' and i.completed_at >= v_from and i.completed_at <= v_now));
  select s.what, s.name, s.failing into v_share from hub.shared_failures(v_from, v_now) as s
  where s.failing >= 0.8 * v_k and v_k > 0 order by s.failing desc, s.what limit 1;

  return next row('error_surge', 'alert', 'global', 'error', (v_state ->> 'since')::timestamptz,
    format('%s of %s different instructions failed since %s, %s %%; %s of them are failed still', v_k, v_n, hub.told_time(v_from), round((100 * v_p)::numeric, 1), v_still)
      || case when v_share.what is not null then format('; nearly all with the same %s: %s', v_share.what, v_share.name) else '' end,
    format('%s 이후 서로 다른 작업 %s건 중 %s건 실패(%s %%), 그중 %s건은 아직 실패 상태', hub.told_time(v_from), v_n, v_k, round((100 * v_p)::numeric, 1), v_still)
      || case when v_share.what is not null then
        format('; 대부분 같은 %s: %s', case v_share.what when 'template' then '템플릿' when 'worker' then '워커' else '오류' end, v_share.name) else '' end,
    jsonb_build_object('failed', v_k, 'failed_still', v_still, 'finished', v_n, 'share', round(v_p::numeric, 4), 'at_least', round(hub.wilson_lower(v_k, v_n)::numeric, 4),
      'evidence', v_state -> 'sum', 'needed', v_settings -> 'error.h', 'since', v_from, 'shared', to_jsonb(v_share), 'settings', 'error.*'),
    hub.members_of(array(
      select distinct a.instruction_id from hub.attempts as a
      where a.finished_at >= v_from and a.finished_at <= v_now and a.started_at > v_now - interval '8 days' and a.outcome = 'failed')),
    case v_share.what
      when 'template' then jsonb_build_object('text', 'Hold this template back until it is mended.', 'text_ko', '고칠 때까지 이 템플릿을 일시 중지하세요.')
        || hub.suggested_act('pause', jsonb_build_object('scope', 'template:' || v_share.name), 'error surge')
      when 'worker' then jsonb_build_object('text', 'Hold this worker back and look at the PC.', 'text_ko', '이 워커를 일시 중지하고 PC를 확인하세요.')
        || coalesce((select hub.suggested_act('pause', jsonb_build_object('scope', 'worker:' || w.id), 'error surge')
          from hub.workers as w where w.host = v_share.name order by w.last_seen_at desc limit 1), jsonb_build_object('sql', 'select * from ops.workers;'))
      else jsonb_build_object('text', 'Look at the failures; when the cause is mended, retry them together.', 'text_ko', '실패를 확인하고, 원인을 고친 뒤 한꺼번에 재시도하세요.')
        || hub.suggested_act('bulk_retry', jsonb_build_object('filter', jsonb_build_object('status', 'failed', 'created_after', v_from - interval '1 hour')), 'mended')
    end,
    'false')::hub.finding;
end
$$;

comment on function hub.detect_error_surge is 'More failures than chance explains: select title, evidence from hub.detect_error_surge();';
