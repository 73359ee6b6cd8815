create or replace function hub.tell_notices(p_instructions bigint[], p_now timestamptz) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Good news: graphics that somebody waits for (hub.render_rules.notify_done) are done. One
-- message for each route that takes graphic_done of their template, however many were done
-- since the last tick. What no route may tell now, for its hours or while the show is on air, is asked again after a minute. How many.
declare
  v_route hub.routes;
  v_done  jsonb;
  v_ko    boolean;
  v_count int := 0;
  v_held  bigint[] := '{}';
  v_told  bigint[] := '{}';
begin
  if p_instructions = '{}' then
    return 0;
  end if;
  for v_route in select r.* from hub.routes as r where r.enabled and r.match -> 'kind' ? 'graphic_done' order by r.position, r.id loop
    if not hub.route_is_open(v_route, p_now) or hub.setting_boolean('notify.on_air') then
      v_held := v_held || array(
        select i.id from public.render_instructions as i
        where i.id = any (p_instructions) and i.status = 'completed'
          and hub.route_fits(v_route, 'graphic_done', 'info', 'template:' || i.template_name, i.template_name));
      continue;
    end if;
    v_ko := v_route.language = 'ko';
    select jsonb_agg(jsonb_build_object('instruction_id', i.id, 'template', i.template_name, 'hand_id', i.hand_id, 'completed_at', i.completed_at,
      'title', format(case when v_ko then '%s%s, %s 걸림' else '%s%s, took %s' end, i.template_name,
        case when h.id is null then '' else format(case when v_ko then ', %s 핸드 %s' else ', %s hand %s' end, h.table_id, h.hand_number) end,
        hub.told_duration(i.completed_at - i.recorded_at, v_route.language)),
      'output', (select o.output_path from public.render_outputs as o where o.instruction_id = i.id order by o.id desc limit 1)) order by i.id)
    into v_done
    from public.render_instructions as i
    left join public.hands as h on h.id = i.hand_id
    where i.id = any (p_instructions) and i.status = 'completed'
      and hub.route_fits(v_route, 'graphic_done', 'info', 'template:' || i.template_name, i.template_name);
    continue when v_done is null;
    perform hub.put_message(v_route.channel_id, v_route.id, 'notice', 'info', jsonb_strip_nulls(jsonb_build_object(
        'language', v_route.language, 'reason', 'notice', 'severity', 'info', 'resolved', false, 'kind', 'graphic_done',
        'subject', 'template:' || (v_done #>> '{0,template}'), 'template', v_done #>> '{0,template}',
        'headline', format(case when v_ko then '그래픽 완료: %s%s' else 'Graphic done: %s%s' end, v_done #>> '{0,title}',
          case when jsonb_array_length(v_done) > 1 then format(case when v_ko then ' 외 %s건' else ' (and %s more)' end, jsonb_array_length(v_done) - 1) else '' end),
        'lines', (select coalesce(jsonb_agg(l.line order by d.at) filter (where l.line <> ''), '[]')
          from jsonb_array_elements(v_done) with ordinality as d (item, at)
          cross join lateral (select concat_ws(' ', case when d.at > 1 then '• ' || (d.item ->> 'title') end, d.item ->> 'output') as line) as l
          where d.at <= 10),
        'facts', '[]'::jsonb, 'alerts', '[]'::jsonb, 'graphics', v_done, 'total', jsonb_array_length(v_done),
        'link', hub.dashboard_link('/queue/' || (v_done #>> '{0,instruction_id}')), 'at', p_now)),
      format('notice:%s:%s', v_route.id, v_done #>> '{0,instruction_id}' || ':' || (v_done #>> '{0,completed_at}')),
      (v_done #>> '{0,completed_at}')::timestamptz, p_now);
    v_count := v_count + 1;
    v_told := v_told || array(select (d ->> 'instruction_id')::bigint from jsonb_array_elements(v_done) as d);
    p_instructions := case when v_route.go_on then p_instructions else array(
      select u from unnest(p_instructions) as u where u <> all (v_told)) end;
  end loop;
  insert into hub.alert_marks (instruction_id, at, due_at)
  select distinct h, p_now, p_now + interval '1 minute' from unnest(v_held) as h where h <> all (v_told);
  return v_count;
end
$$;

comment on function hub.tell_notices is 'Used by tell_alerts: graphics that somebody waits for are done.';
