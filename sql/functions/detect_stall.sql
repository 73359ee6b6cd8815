create or replace function hub.detect_stall(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Work waits, and for minutes nothing started and nothing ended. A row that was runnable all
-- that time while nothing was claimed has waited without a gap, so one look tells; how long
-- is long depends on how many workers there are, or, when none is left, were in the last hour.
-- One who is there and idle while work waits stalls; where everybody has a render in hand
-- that is not older than such renders get (p99 of its template, stuck.few_samples while little is
-- known of it), nothing is wrong yet: long replays on few machines.
-- Progress that a worker reports is movement, taking work back from the dead is none. What nobody who is there can render stalls nothing: stale_pending.
declare
  v_now     timestamptz := hub.clock(p_now);
  v_can     record := hub.renderable_templates(v_now);
  v_workers int := coalesce(nullif(v_can.workers, 0), hub.known_workers(v_now - interval '1 hour', v_now));
  v_minutes jsonb := hub.setting('stall.minutes');
  v_wait    interval := (case when v_workers >= 3 then v_minutes ->> -1 else v_minutes ->> 0 end)::float8 * interval '1 minute';
  v_since   timestamptz;
  v_moved   timestamptz;
  v_waiting bigint;
begin
  select min(w.waiting_since) into v_since
  from hub.waiting_work(v_now) as w
  where v_can.workers = 0 or v_can.names is null or w.template_name = any (v_can.names);
  if v_since is null or v_since > v_now - v_wait then
    return;
  end if;
  v_moved := hub.last_movement(v_now);
  if v_moved > v_now - v_wait then
    return;
  end if;
  if (
    select count(*) > 0 and bool_and(exists (
      select from public.render_instructions as i
      left join hub.template_norms as n on n.template_name = i.template_name and n.samples >= 30
      where i.status = 'processing' and i.lease_expires_at > v_now
        and case when l.worker_id is null then i.worker_id is null and exists (
            select from hub.attempts as a where a.instruction_id = i.id and a.attempt = i.attempt and a.started_at = i.started_at and a.claimed_by = l.name)
          else i.worker_id = l.worker_id end
        and i.started_at > v_now - coalesce(n.p99 * interval '1 second', hub.setting_interval('stuck.few_samples'))))
    from hub.live_workers(v_now) as l
  ) then
    return;
  end if;
  v_since := greatest(v_since, v_moved);
  v_waiting := hub.count_waiting(v_now);
  return next row('stall', 'alert', 'global', 'critical', v_since,
    format('Nothing has moved for %s with %s waiting', hub.told_duration(v_now - v_since, 'en'), hub.told_count(v_waiting, 'job')),
    format('작업 %s건이 대기 중인데 %s 동안 아무것도 움직이지 않음', v_waiting, hub.told_duration(v_now - v_since, 'ko')),
    jsonb_build_object('waiting', v_waiting, 'waiting_since', v_since, 'last_movement', v_moved, 'workers', v_workers,
      'minutes', extract(epoch from v_wait) / 60, 'settings', 'stall.minutes'),
    hub.members_of('{}', '{}', v_waiting),
    jsonb_build_object('text', 'Look at the render PCs and at Nexrender: nobody takes or ends anything.',
      'text_ko', '렌더 PC와 Nexrender를 확인하세요. 아무도 작업을 가져가거나 끝내지 않습니다.', 'sql', 'select * from ops.workers;'),
    'false')::hub.finding;
end
$$;

comment on function hub.detect_stall is 'Work waits and nothing moves: select title, evidence from hub.detect_stall();';
