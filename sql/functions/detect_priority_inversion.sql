create or replace function hub.detect_priority_inversion(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Less urgent work was taken while more urgent work, which the same worker could have
-- rendered, waited: hub.passed_over judges each claim by what stood in the queue at that
-- moment. One is chance; inversion.count of them within inversion.per, or a single victim of
-- priority 1 that waited longer than inversion.p1_wait, is a finding. A worker that asks for
-- some templates at the claim, instead of registering them, looks like one that passes the
-- others over: nothing keeps what it asked for.
declare
  v_now  timestamptz := hub.clock(p_now);
  v_need int := hub.setting_number('inversion.count');
  v_wait interval := hub.setting_interval('inversion.p1_wait');
  v_seen record;
begin
  with seen as materialized (select * from hub.passed_over(v_now))
  select count(distinct p.claim) as claims, count(distinct p.victim) as victims, count(distinct p.victim) filter (where p.waiting) as waiting,
    min(p.taken_at) as since, max(p.waited) as longest, array_agg(distinct p.victim) as ids, array_agg(distinct p.worker) as workers,
    count(distinct p.victim) filter (where p.priority = 1 and p.waited > v_wait) as urgent,
    (
      select jsonb_agg(jsonb_build_object('instruction_id', l.victim, 'priority', l.priority, 'waited_seconds', floor(extract(epoch from l.waited)),
        'taken_instead', l.taken, 'taken_priority', l.taken_priority, 'worker', l.worker, 'at', l.taken_at))
      from (select * from seen as q order by q.taken_at desc, q.priority, q.victim limit 5) as l
    ) as sample
  into v_seen
  from seen as p;
  if v_seen.claims < v_need and v_seen.urgent = 0 then
    return;
  end if;
  return next row('priority_inversion', 'warning', 'queue', 'warning', v_seen.since,
    format('Less urgent work was taken first %s since %s and passed over %s, waiting up to %s', hub.told_count(v_seen.claims, 'time'), hub.told_time(v_seen.since),
      hub.told_count(v_seen.victims, 'job'), hub.told_duration(v_seen.longest, 'en')),
    format('%s 이후 덜 급한 작업이 %s번 먼저 처리됨: 밀린 작업 %s건, 최대 %s 대기', hub.told_time(v_seen.since), v_seen.claims,
      v_seen.victims, hub.told_duration(v_seen.longest, 'ko')),
    jsonb_build_object('claims', v_seen.claims, 'victims', v_seen.victims, 'still_waiting', v_seen.waiting, 'urgent_victims', v_seen.urgent,
      'longest_seconds', floor(extract(epoch from v_seen.longest)), 'workers', to_jsonb(v_seen.workers[1:5]), 'sample', v_seen.sample,
      'thresholds', hub.settings_of('inversion')),
    hub.members_of(v_seen.ids),
    jsonb_build_object('text', 'See who took what: a worker that fetches ahead does this.', 'text_ko', '누가 무엇을 가져갔는지 확인하세요. 작업을 미리 가져가는 워커가 원인일 수 있습니다.',
      'sql', 'select taken_at, worker, taken, taken_priority, victim, priority, waited from hub.passed_over(now()) order by taken_at desc limit 20;'),
    'false')::hub.finding;
end
$$;

comment on function hub.detect_priority_inversion is 'Less urgent work that was taken first: select title, evidence from hub.detect_priority_inversion();';
