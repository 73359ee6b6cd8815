create or replace function hub.summary_message(p_covers bigint[], p_now timestamptz) returns jsonb
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- One message in place of many that came too late: how many, since when, what of it is still
-- going on, and what went another way meanwhile. Said as it is now, in the language of the last.
declare
  v_ko    boolean;
  v_n     record;
  v_open  jsonb;
begin
  select count(*) as count, min(n.created_at) as since, (array_agg(n.message ->> 'language' order by n.id desc))[1] as language,
    coalesce((array_agg(n.severity order by array_position('{critical,error,warning,info}'::text[], n.severity)))[1], 'info') as severity,
    count(*) filter (where (select bool_or(c.state = 'sent') from hub.notifications as c where c.copy_of = n.id)) as elsewhere  -- not by its state: most are sent
  into v_n
  from hub.notifications as n
  where n.id = any (p_covers);
  v_ko := v_n.language = 'ko';
  select jsonb_agg(o.item order by o.id) into v_open
  from (
    select distinct e.id, jsonb_build_object('id', e.id, 'kind', e.kind, 'subject', e.subject, 'severity', e.severity, 'state', e.state,
      'title', coalesce(nullif(case when v_ko then e.title_ko end, ''), e.title), 'fired_at', e.fired_at) as item
    from hub.notifications as n
    join hub.story_alerts as a on a.story_id = n.story_id
    join public.monitoring_events as e on e.id = a.event_id
    where n.id = any (p_covers) and e.state in ('firing', 'recovering') and e.suppressed_by is null
  ) as o;
  return jsonb_strip_nulls(jsonb_build_object(
    'language', v_n.language, 'reason', 'summary', 'severity', v_n.severity, 'resolved', v_open is null, 'kind', 'summary', 'subject', 'channel',
    'headline', case when v_ko
      then format('%s부터의 메시지 %s건을 제때 보내지 못함, %s', hub.told_time(v_n.since), v_n.count,
        case when v_open is null then '모두 해결됨' else format('아직 진행 중인 경보 %s건', jsonb_array_length(v_open)) end)
      else format('%s since %s came too late: %s', hub.told_count(v_n.count, 'message'), hub.told_time(v_n.since),
        case when v_open is null then 'all is over' else hub.told_count(jsonb_array_length(v_open), 'alert') || ' still open' end) end,
    'lines', coalesce((select jsonb_agg('• ' || (o.item ->> 'title') order by o.at)
        from jsonb_array_elements(v_open) with ordinality as o (item, at) where o.at <= 10), '[]')
      || case when v_n.elsewhere > 0 then to_jsonb(format(case when v_ko then '%s건은 다른 채널로 보냈습니다.' else '%s of them went another way.' end, v_n.elsewhere)) else '[]' end,
    'facts', '[]'::jsonb, 'alerts', coalesce(v_open, '[]'), 'total', v_n.count, 'since', v_n.since,
    'link', hub.dashboard_link('/alerts'), 'at', p_now));
end
$$;

comment on function hub.summary_message is 'Used by claim_notifications: one message in place of many that came too late.';
