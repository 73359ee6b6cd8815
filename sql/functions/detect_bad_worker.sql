create or replace function hub.detect_bad_worker(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- A worker session on which different jobs fail while the same time goes well elsewhere.
--
-- Counted are the jobs that failed on it within bad_worker.per; while it is avoided, within
-- that time before the last of them. Not counted is what is the job's own fault: it failed on
-- another worker too and was done nowhere, or its template fails for good on several and
-- succeeds nowhere. Elsewhere has to go well since the first of these failures, not before:
-- when everything begins to fail at one moment, the hour before it speaks for nobody. And
-- it has to fail more than chance makes of what fails everywhere: the least share that its
-- own failures show is above the most that those elsewhere allow (Wilson, z of
-- bad_worker.z each), or some worker would be accused in every surge. Once it is accused,
-- less than that keeps it so.
-- Of a farm that ends more than 20 000 attempts in that time the last ones are looked at.
-- It ends with three successes since, with the time for which it was avoided, or when the
-- failures have become old. One that was avoided has a clean slate but a short one: of it,
-- two different jobs that fail are enough.
declare
  v_now  timestamptz := hub.clock(p_now);
  v_need int := hub.setting_number('bad_worker.failures');
  v_per  interval := hub.setting_interval('bad_worker.per');
  v_z    float8 := hub.setting_number('bad_worker.z');
  v_from timestamptz := v_now - v_per;
  v_bad  record;
begin
  if exists (select from hub.workers as w where w.avoid_until > v_now) then
    v_from := v_from - greatest(v_per, hub.setting_interval('bad_worker.forgive'));
  end if;
  for v_bad in
    with recent as materialized (
      select a.instruction_id, a.worker_id, coalesce(a.worker_id::text, a.claimed_by) as worker, a.claimed_by as host, a.template_name,
        a.outcome = 'failed' as failed, a.outcome = 'failed' and a.error_class = 'permanent' as permanent, a.error_message, a.finished_at
      from hub.attempts as a
      where a.finished_at > v_from and a.finished_at <= v_now and a.started_at > v_now - interval '8 days' and a.started_at <= v_now
        and a.outcome in ('completed', 'reconciled', 'failed')
      order by a.finished_at desc limit 20000
    ),
    -- failed on two workers at least: the first and the last by name differ
    hopeless_jobs as materialized (
      select r.instruction_id
      from (select distinct f.instruction_id from recent as f where f.failed) as f
      join recent as r on r.instruction_id = f.instruction_id
      group by r.instruction_id having min(r.worker) <> max(r.worker) and bool_and(r.failed)
    ),
    hopeless_templates as materialized (
      select r.template_name from recent as r
      group by r.template_name having min(r.worker) filter (where r.permanent) <> max(r.worker) filter (where r.permanent) and bool_and(r.failed)
    ),
    counted as (
      select r.*, max(r.finished_at) over (partition by r.worker_id) as last
      from recent as r
      where r.failed and r.worker_id is not null
        and not exists (select from hopeless_jobs as j where j.instruction_id = r.instruction_id)
        and not exists (select from hopeless_templates as t where r.permanent and t.template_name = r.template_name)
    ),
    suspects as materialized (
      select c.worker_id, c.host, c.last, w.avoid_until, min(c.finished_at) as first, array_agg(distinct c.instruction_id) as jobs
      from counted as c
      left join hub.workers as w on w.id = c.worker_id
      where c.finished_at > case when w.avoid_until > v_now then c.last else v_now end - v_per
        and (w.avoid_until is null or w.avoid_until > v_now or c.finished_at > w.avoid_until)
      group by c.worker_id, c.host, c.last, w.avoid_until
      having count(distinct c.instruction_id) >= case when w.avoid_until <= v_now then least(2, v_need) else v_need end
    ),
    failing as materialized (
      select s.worker_id, count(*) filter (where not r.failed) as done, count(distinct r.instruction_id) as ended
      from suspects as s
      join recent as r on r.worker_id = s.worker_id and r.finished_at >= s.first
      group by s.worker_id
      having count(*) filter (where not r.failed) < max(cardinality(s.jobs)) and count(*) filter (where not r.failed and r.finished_at > s.last) < 3
    )
    select s.*, f.done, elsewhere.done as others_done, elsewhere.failed as others_failed,
      (
        select jsonb_agg(jsonb_build_object('instruction_id', l.instruction_id, 'template_name', l.template_name, 'at', l.finished_at, 'error', left(l.error_message, 200)))
        from (select * from counted as c where c.worker_id = s.worker_id order by c.finished_at desc limit 5) as l
      ) as sample
    from failing as f
    join suspects as s on s.worker_id = f.worker_id
    cross join lateral (
      select count(distinct r.instruction_id) filter (where not r.failed) as done, count(distinct r.instruction_id) filter (where r.failed) as failed
      from recent as r
      where r.worker_id is distinct from s.worker_id and r.finished_at >= case when s.avoid_until <= v_now then s.avoid_until else s.first end
    ) as elsewhere
    where elsewhere.done > elsewhere.failed
      and (hub.wilson_lower(cardinality(s.jobs), greatest(f.ended, cardinality(s.jobs)), v_z) > 1 - hub.wilson_lower(elsewhere.done, elsewhere.done + elsewhere.failed, v_z)
        or s.avoid_until > v_now
        or exists (
          select from public.monitoring_events as e
          where e.kind = 'bad_worker' and e.subject = 'worker:' || s.worker_id and e.state <> 'resolved'))
    order by s.first, s.worker_id
  loop
    return next row('bad_worker', 'alert', 'worker:' || v_bad.worker_id, 'warning', v_bad.first,
      format('%s failed on worker %s since %s, while others completed %s', hub.told_count(cardinality(v_bad.jobs), 'different job'), v_bad.host, hub.told_time(v_bad.first), v_bad.others_done),
      format('%s 이후 워커 %s에서 서로 다른 작업 %s건 실패(다른 워커는 %s건 완료)', hub.told_time(v_bad.first), v_bad.host, cardinality(v_bad.jobs), v_bad.others_done),
      jsonb_build_object('worker_id', v_bad.worker_id, 'host', v_bad.host, 'failed', cardinality(v_bad.jobs), 'completed', v_bad.done,
        'first', v_bad.first, 'last', v_bad.last, 'others_completed', v_bad.others_done, 'others_failed', v_bad.others_failed,
        'avoid_until', v_bad.avoid_until, 'sample', v_bad.sample, 'thresholds', hub.settings_of('bad_worker')),
      hub.members_of(v_bad.jobs),
      jsonb_build_object('text', 'Hold this worker back and look at the PC: fonts, licence, disk, network drives.',
        'text_ko', '이 워커를 일시 중지하고 PC의 글꼴, 라이선스, 디스크, 네트워크 드라이브를 확인하세요.')
        || hub.suggested_act('pause', jsonb_build_object('scope', 'worker:' || v_bad.worker_id), 'jobs fail on it'),
      'false')::hub.finding;
  end loop;
end
$$;

comment on function hub.detect_bad_worker is 'Workers on which jobs fail that others can do: select title, evidence from hub.detect_bad_worker();';
