create or replace function hub.detect_stale_pending(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Work that should have started: runnable for longer than its priority allows, counted from
-- when it became runnable, not from when it was ordered. One finding per cause: nobody is
-- there, nobody who is there can render the template, more urgent work was taken instead, or
-- none of these. What the hub itself made more urgent since is judged by what its maker asked
-- for, or its own remedy would make the alarm. What waited unusually long but not too long yet is marked (info).
declare
  v_now     timestamptz := hub.clock(p_now);
  v_most    int := hub.setting_number('alert.members_max');
  v_stale   jsonb := hub.setting('stale.minutes');
  v_group   record;
begin
  for v_group in
    select c.subject, min(c.waiting_since) as since, min(c.best) as best, max(c.longest) as longest,
      array_agg(distinct c.template_name) as templates, sum(c.total)::bigint as total,
      (select array_agg(m.id) from (
        select m.id from unnest(array_agg(c.ids::text)) as t (ids) cross join lateral unnest(t.ids::bigint[]) as m (id) limit v_most) as m) as ids
    from (
      select hub.stale_cause(w.template_name, w.priority, w.waiting_since, r.workers, r.names) as subject, w.template_name, greatest(s.oldest, w.resumed_at) as waiting_since,
        v_now - greatest(s.oldest, w.resumed_at) as longest, s.ids, s.best, cardinality(s.ids) as total
      from hub.waiting_work(v_now) as w
      cross join hub.renderable_templates(v_now) as r
      cross join lateral (
        select array_agg(o.id order by o.eligible_at) as ids, min(o.eligible_at) as oldest, min(o.asked) as best
        from (
          select q.* from (
            select i.id, i.eligible_at, case when i.priority_pinned then i.priority else greatest(i.priority, i.base_priority) end as asked
            from public.render_instructions as i
            where i.template_name = w.template_name and i.priority = w.priority
              and i.eligible_at is not null and i.eligible_at <= v_now - w.allowed
            order by i.eligible_at limit 10000) as q
          where q.asked = w.priority or greatest(q.eligible_at, w.resumed_at)
            <= v_now - coalesce(v_stale ->> q.asked - 1, v_stale ->> -1)::float8 * interval '1 minute'
        ) as o
      ) as s
      where w.waiting_since <= v_now - w.allowed and s.ids is not null
    ) as c
    group by c.subject
  loop
    return next row('stale_pending', 'anomaly', v_group.subject, case when v_group.best <= 2 then 'critical' else 'warning' end, v_group.since,
      format('%s waiting too long, the oldest for %s: %s', hub.told_count(v_group.total, 'job'), hub.told_duration(v_group.longest, 'en'), hub.stale_cause_told(v_group.subject, 'en')),
      format('작업 %s건이 너무 오래 대기(최장 %s): %s', v_group.total, hub.told_duration(v_group.longest, 'ko'), hub.stale_cause_told(v_group.subject, 'ko')),
      jsonb_build_object('waiting_too_long', v_group.total, 'oldest_minutes', round((extract(epoch from v_group.longest) / 60)::numeric, 1),
        'most_urgent', v_group.best, 'templates', to_jsonb(v_group.templates[1:5]), 'allowed_minutes', hub.setting('stale.minutes'), 'settings', 'stale.minutes'),
      hub.members_of(v_group.ids, '{}', v_group.total),
      case
        when v_group.subject = 'workers' then jsonb_build_object('text', 'Start a render worker.', 'text_ko', '렌더 워커를 시작하세요.', 'sql', 'select * from ops.workers;')
        when v_group.subject like 'template:%' then jsonb_build_object('text', 'Start a worker that can render it, or hold the template back.',
          'text_ko', '이 템플릿을 렌더링할 수 있는 워커를 시작하거나 템플릿을 일시 중지하세요.')
          || hub.suggested_act('pause', jsonb_build_object('scope', v_group.subject), 'no worker can render it')
        else jsonb_build_object('text', 'Boost the oldest one.', 'text_ko', '가장 오래된 작업의 우선순위를 올리세요.')
          || hub.suggested_act('retry_instruction', jsonb_build_object('instruction_id', v_group.ids[1]), 'waited too long')
      end,
      'false')::hub.finding;
  end loop;

  return query
  select 'stale_pending', 'anomaly', 'early:' || e.priority, 'info', e.since,
    format('Work of priority %s waits unusually long: %s minutes', e.priority, floor(extract(epoch from v_now - e.since) / 60)),
    format('우선순위 %s 작업이 평소보다 오래 대기 중: %s분', e.priority, floor(extract(epoch from v_now - e.since) / 60)),
    jsonb_build_object('waiting_minutes', round((extract(epoch from v_now - e.since) / 60)::numeric, 1), 'usual_p95_seconds', e.p95, 'settings', 'stale.badge'),
    '{}'::jsonb, null::jsonb, 'false'
  from (
    select w.priority, min(w.waiting_since) as since, (hub.remembered('norms') -> 'waits' ->> w.priority::text)::float8 as p95
    from hub.waiting_work(v_now) as w
    where w.waiting_since > v_now - w.allowed
    group by w.priority
  ) as e
  where e.p95 is not null and e.since < v_now - greatest(interval '2 minutes', hub.setting_number('stale.badge') * e.p95 * interval '1 second');
end
$$;

comment on function hub.detect_stale_pending is 'Work that should have started: select subject, title, members from hub.detect_stale_pending();';
