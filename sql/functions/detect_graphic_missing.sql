create or replace function hub.detect_graphic_missing(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Graphics that a rule in mode notify_only wanted and nobody made (premium hands:
-- hub.detect_orphan_hand). Looked at are the hands whose grace ended since the last look and
-- those with an open alert, as hub.decide_rule raises it; what still stands in hub.rule_work
-- is left to that, because a sibling may be making the graphic at this moment. It ends when
-- the graphic is there, in whatever state, when the hand is voided or does not match any
-- more, or after a day.
declare
  v_now  timestamptz := hub.clock(p_now);
  v_from timestamptz := greatest(v_now - interval '1 day',
    least(coalesce((hub.remembered('tick') ->> 'at')::timestamptz, '-infinity'), v_now) - interval '1 minute');
  v_rule hub.render_rules;
  v_ids  bigint[];
  v_miss record;
begin
  for v_rule in
    select r.* from hub.render_rules as r where r.enabled and r.mode = 'notify_only' and r.event <> 'premium_hand' order by r.name
  loop
    v_ids := array(
      select h.id
      from (
        select n.id from public.hands as n
        where hub.is_event_of_hands(v_rule.event) and n.recorded_at > v_from - v_rule.grace and n.recorded_at <= v_now - v_rule.grace
          and not exists (select from hub.rule_work as w where w.rule_id = v_rule.id and w.hand_id = n.id)
        union
        select (e.details ->> 'hand_id')::bigint from public.monitoring_events as e
        where e.kind = 'graphic_missing' and e.state <> 'resolved' and e.details ->> 'rule' = v_rule.name and e.details ? 'hand_id'
      ) as h
      where not exists (
        select from public.render_instructions as i
        where i.trigger_id = h.id::text and hub.event_name(i.trigger_type) = v_rule.event
          and (btrim(v_rule.template_name) = '' or i.template_name = v_rule.template_name)));
    continue when v_ids = '{}';

    v_rule.dedupe_key := '{hand.id}';  -- every hand for itself, whatever the rule calls the same
    for v_miss in
      select h.id, h.table_id, h.hand_number, h.recorded_at
      from hub.rule_rows(v_rule, v_ids) as r
      join public.hands as h on h.id = r.hand_id
      where h.recorded_at > v_now - interval '1 day'
        and not hub.is_dismissed('graphic_missing', format('rule:%s hand:%s', v_rule.name, h.id), h.recorded_at)
      order by h.recorded_at, h.id
      limit hub.setting_number('tick.batch')::int
    loop
      return next row('graphic_missing', 'anomaly', format('rule:%s hand:%s', v_rule.name, v_miss.id), 'warning', v_miss.recorded_at + v_rule.grace,
        format('Nobody made the graphic "%s" for hand %s of %s', v_rule.name, v_miss.hand_number, v_miss.table_id),
        format('%s 핸드 %s의 그래픽 "%s"을(를) 아무도 만들지 않음', v_miss.table_id, v_miss.hand_number, v_rule.name),
        jsonb_build_object('rule', v_rule.name, 'hand_id', v_miss.id, 'event', v_rule.event, 'template_name', v_rule.template_name,
          'recorded_at', v_miss.recorded_at, 'thresholds', jsonb_build_object('grace', extract(epoch from v_rule.grace))),
        hub.members_of('{}', array[v_miss.id]),
        case when btrim(v_rule.template_name) = '' then jsonb_build_object('text', 'See what became of the hand, and make the graphic by hand.',
            'text_ko', '핸드의 경과를 확인하고 그래픽을 직접 만드세요.',
            'sql', format('select at, subject, kind, actor, reason from ops.timeline where hand_id = %s;', v_miss.id))
          else jsonb_build_object('text', 'Let the rule make it this once.', 'text_ko', '이번 한 번 규칙이 만들게 하세요.',
            'sql', format('select hub.apply_rule(r, array[%s::bigint]) from hub.render_rules as r where name = %L;', v_miss.id, v_rule.name)) end,
        'false')::hub.finding;
    end loop;
  end loop;

  -- of a tournament only the open alert knows which of its events it was
  return query
  select 'graphic_missing', e.event_type, e.subject, e.severity, e.first_seen_at, e.title,
    coalesce(nullif(e.title_ko, ''), format('%s의 그래픽 "%s"을(를) 아무도 만들지 않음', t.name, r.name)),
    e.details, e.members, e.suggested_action, 'false'
  from public.monitoring_events as e
  join hub.render_rules as r on r.name = e.details ->> 'rule' and r.enabled and r.mode = 'notify_only'
  join public.tournaments as t on t.id = (e.details ->> 'tournament_id')::bigint
  where e.kind = 'graphic_missing' and e.state <> 'resolved' and e.first_seen_at > v_now - interval '1 day'
    and not exists (
      select from public.render_instructions as i
      where i.trigger_id = any (array[substr(e.subject, length('rule:' || r.name) + 2), t.event_code, t.id::text])
        and hub.event_name(i.trigger_type) = r.event and i.recorded_at >= e.first_seen_at - r.grace
        and (btrim(r.template_name) = '' or i.template_name = r.template_name))
  order by e.subject;
end
$$;

comment on function hub.detect_graphic_missing is 'Graphics that a rule wanted and nobody made: select subject, title from hub.detect_graphic_missing();';
