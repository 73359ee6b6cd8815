create or replace function hub.detect_rule_failed(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Rules that fail, one finding per rule, as hub.decide_rules raises the alert. It ends with
-- the first hand for which the rule works (decide_rules clears it) or when nothing is left
-- that failed. Work that was given up stays in hub.rule_work for good, so what is left there
-- proves a failing rule only together with an alert that is open, or with a failure later
-- than the last alert's end. The journal's last failure of each rule, one probe, comes
-- first: where rules work, hub.rule_work is not read at all, however much waits in it.
declare
  v_now  timestamptz := hub.clock(p_now);
  v_rule record;
begin
  for v_rule in
    select r.id, r.name, f.at, w.*, coalesce(f.error, w.last_error) as error
    from hub.render_rules as r
    left join lateral (
      select e.at, e.doc ->> 'error' as error
      from hub.events as e
      where e.subject = 'rule:' || r.name and e.kind = 'rule.failed' and e.at > v_now - interval '8 days' and e.at <= v_now
      order by e.id desc
      limit 1
    ) as f on true
    cross join lateral (
      select exists (
        select from public.monitoring_events as e where e.kind = 'rule_failed' and e.subject = 'rule:' || r.name and e.state <> 'resolved'
      ) or f.at > coalesce((
        select e.resolved_at from public.monitoring_events as e
        where e.kind = 'rule_failed' and e.subject = 'rule:' || r.name and e.state = 'resolved' order by e.resolved_at desc limit 1), '-infinity') as likely
    ) as o
    cross join lateral (
      select count(*) as hands, count(*) filter (where q.due_at = 'infinity') as given_up, max(q.tries) as tries, min(q.created_at) as since,
        max(q.last_error) as last_error, array_agg(q.hand_id) filter (where q.hand_id is not null) as ids,
        jsonb_path_query_array(jsonb_agg(jsonb_build_object('hand_id', q.hand_id, 'tournament_id', q.tournament_id, 'tries', q.tries,
          'error', left(q.last_error, 200)) order by q.id desc), '$[0 to 4]') as sample
      from hub.rule_work as q
      where o.likely and q.rule_id = r.id and q.last_error is not null and q.tries > 0
    ) as w
    where w.hands > 0
    order by r.name
  loop
    return next row('rule_failed', 'alert', 'rule:' || v_rule.name, 'error', least(v_rule.since, v_rule.at),
      format('Rule "%s" fails: %s', v_rule.name, v_rule.error),
      format('규칙 "%s" 실패: %s', v_rule.name, v_rule.error),
      jsonb_build_object('rule', v_rule.name, 'error', v_rule.error, 'hands', v_rule.hands, 'given_up', v_rule.given_up, 'tries', v_rule.tries,
        'last_failure_at', v_rule.at, 'sample', v_rule.sample, 'thresholds', jsonb_build_object('rules.max_tries', hub.setting('rules.max_tries'))),
      hub.members_of('{}', coalesce(v_rule.ids, '{}'), v_rule.hands),
      jsonb_build_object('text', 'Try the rule on the last hands, mend it, then let it decide again what it gave up.',
        'text_ko', '최근 핸드로 규칙을 시험해 고친 뒤, 포기한 핸드를 다시 판정하게 하세요.',
        'sql', format('select hand_id, matched, problem from hub.dry_run_rule(%L, 20) where problem is not null;', v_rule.name)),
      'false')::hub.finding;
  end loop;
end
$$;

comment on function hub.detect_rule_failed is 'Rules that fail: select subject, title, evidence from hub.detect_rule_failed();';
