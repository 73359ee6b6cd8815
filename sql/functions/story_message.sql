create or replace function hub.story_message(p_story hub.stories, p_reason text, p_severity text, p_language text, p_now timestamptz) returns jsonb
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- What a message says, in the language of its route: headline, lines below it, facts, its
-- alerts (the first ten) and a link. How that looks belongs to each kind of channel. The
-- worst and oldest alert leads, of new members the new ones; at the end the one that came first, since all are over.
declare
  c_ko      constant boolean := p_language = 'ko';
  c_over    constant boolean := p_reason = 'resolved';
  v_alerts  jsonb;
  v_total   bigint;
  v_hidden  bigint;
  v_since   timestamptz;
  v_until   timestamptz;
  v_proven  boolean;
  v_lead    public.monitoring_events;
begin
  with told as (
    select e.*, coalesce(nullif(case when c_ko then e.title_ko end, ''), e.title) as says,
      row_number() over (order by p_reason = 'new member' and a.told_at is not null, case when c_over then 0 else array_position('{critical,error,warning,info}'::text[], e.severity) end,
        coalesce(e.fired_at, e.first_seen_at), e.id) as place
    from hub.story_alerts as a
    join public.monitoring_events as e on e.id = a.event_id
    where a.story_id = p_story.id
      and case when c_over then a.told_at is not null
        else e.state in ('firing', 'recovering') and e.suppressed_by is null and not coalesce(e.silenced_until > p_now, false) end
  )
  select count(*), min(coalesce(t.fired_at, t.first_seen_at)), max(t.resolved_at), coalesce(not bool_or(t.resolution_notes like 'inconclusive%'), true),
    jsonb_agg(jsonb_build_object('id', t.id, 'kind', t.kind, 'subject', t.subject, 'severity', t.severity, 'state', t.state, 'title', t.says,
      'fired_at', t.fired_at, 'resolved_at', t.resolved_at, 'resolved_by', t.resolved_by, 'acknowledged_by', t.acknowledged_by) order by t.place)
      filter (where t.place <= 10)
  into v_total, v_since, v_until, v_proven, v_alerts
  from told as t;
  select e.* into v_lead from public.monitoring_events as e where e.id = (v_alerts #>> '{0,id}')::bigint;
  select count(*) into v_hidden
  from public.monitoring_events as c
  where c.state <> 'resolved' and c.suppressed_by = any (array(select (a ->> 'id')::bigint from jsonb_array_elements(v_alerts) as a));

  return jsonb_strip_nulls(jsonb_build_object(
    'language', p_language, 'reason', p_reason, 'severity', p_severity, 'resolved', c_over, 'kind', p_story.kind, 'subject', v_lead.subject,
    'template', hub.template_of_event(v_lead),
    'headline', hub.headline(case when c_over and not v_proven then 'over' else p_reason end, p_severity,
      coalesce(v_alerts #>> '{0,title}', p_story.kind), v_total - 1, coalesce(v_until, p_now) - coalesce(v_since, p_now), p_language),
    'lines', (
      select coalesce(jsonb_agg(l.line order by l.place, l.at) filter (where l.line is not null), '[]')
      from (
        select 1 as place, 0::bigint as at, case when not c_over then
          coalesce(nullif(case when c_ko then v_lead.suggested_action ->> 'text_ko' end, ''), v_lead.suggested_action ->> 'text') end as line
        union all
        select 2, a.at, '• ' || (a.item ->> 'title') from jsonb_array_elements(v_alerts) with ordinality as a (item, at) where a.at > 1
        union all
        select 3, 0, case when v_total > 10 then format(case when c_ko then '• 그 밖에 %s건' else '• and %s more' end, v_total - 10) end
        union all
        select 4, 0, case when v_hidden > 0 then format(case when c_ko then '같은 원인의 경보 %s건은 따로 보내지 않습니다.'
          when v_hidden = 1 then '%s more alert of the same cause is not sent.' else '%s more alerts of the same cause are not sent.' end, v_hidden) end
        union all
        select 5, 0, case
          when c_over and v_lead.resolved_by not like 'hub:%' then
            format(case when c_ko then '%s 님이 종료함: %s' else 'Ended by %s: %s' end, v_lead.resolved_by, v_lead.resolution_notes)
          when not c_over and v_lead.acknowledged_by is not null then format(case when c_ko then '담당: %s' else 'Taken by %s.' end, v_lead.acknowledged_by)
        end
      ) as l),
    'facts', (
      select jsonb_agg(jsonb_build_object('name', f.name, 'value', f.value) order by f.place)
      from (values
        (1, case when c_ko then '시작' else 'Since' end,
          to_char(v_since at time zone hub.setting_text('time_zone'), 'YYYY-MM-DD HH24:MI') || format(' (%s)', hub.setting_text('time_zone'))),
        (2, case when c_ko then '영향' else 'Affected' end, v_lead.members ->> 'total'),
        (3, case when c_ko then '경보 번호' else 'Alert' end, v_lead.id::text)
      ) as f (place, name, value)
      where f.value is not null),
    'alerts', coalesce(v_alerts, '[]'), 'total', v_total, 'hidden', v_hidden, 'story', p_story.id, 'since', v_since,
    'duration_seconds', case when c_over then round(extract(epoch from v_until - v_since)) end,
    'link', hub.dashboard_link('/?alert=' || v_lead.id), 'at', p_now));
end
$$;

comment on function hub.story_message is 'Used by tell_story: what a message says.';
