create or replace function hub.detect_template_misfit(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Instructions that do not fit the catalogue of templates, one finding per template: what
-- the preflight found within misfit.window and nobody has cancelled. Each is compared anew,
-- so the alert ends when the catalogue is mended, the latest hundred of them at most. A layer
-- that the template does not have hurts nothing but the value that it carries: only told
-- (info). What the setting template.preflight refuses is not stored: who sent it is told,
-- and of a rule hub.detect_rule_failed tells.
declare
  v_now  timestamptz := hub.clock(p_now);
  v_seen record;
begin
  if hub.setting_text('template.preflight') = 'off' then
    return;
  end if;
  for v_seen in
    with looked as materialized (
      select m.instruction_id, m.template_name, m.found_at, i.hand_id, f.faults, t.name is null as unknown
      from (
        select l.* from hub.misfits as l
        where l.found_at > v_now - hub.setting_interval('misfit.window') and l.found_at <= v_now
        order by l.found_at desc
        limit 100
      ) as m
      join public.render_instructions as i on i.id = m.instruction_id and i.status <> 'cancelled'
      left join hub.templates as t on t.name = m.template_name
      cross join lateral (
        select case when t.name is null then m.faults else hub.template_faults(t, i.layer_data_json) end
      ) as f (faults)
      where f.faults <> '{}'
    )
    select l.template_name, l.unknown, count(*) as jobs, min(l.found_at) as since, array_agg(l.instruction_id) as ids,
      array_remove(array_agg(distinct l.hand_id), null) as hands,
      (array_agg(l.faults[1] order by l.found_at desc, l.instruction_id desc))[1] as fault,
      bool_and((select bool_and(f like 'the template has no layer%') from unnest(l.faults) as f)) as harmless,
      jsonb_path_query_array(jsonb_agg(jsonb_build_object('instruction_id', l.instruction_id, 'faults', to_jsonb(l.faults[1:5]))
        order by l.found_at desc, l.instruction_id desc), '$[0 to 4]') as sample
    from looked as l
    where not hub.is_dismissed('template_misfit', 'template:' || l.template_name, l.found_at)
    group by l.template_name, l.unknown
    order by 1
  loop
    return next row('template_misfit', 'warning', 'template:' || v_seen.template_name, case when v_seen.harmless then 'info' else 'warning' end, v_seen.since,
      case when v_seen.unknown then format('The catalogue has no template "%s": %s', v_seen.template_name, hub.told_count(v_seen.jobs, 'instruction'))
        else format('%s for template "%s" with data that do not fit: %s', hub.told_count(v_seen.jobs, 'instruction'), v_seen.template_name, v_seen.fault) end,
      case when v_seen.unknown then format('템플릿 목록에 "%s" 없음: 작업 %s건', v_seen.template_name, v_seen.jobs)
        else format('템플릿 "%s"에 맞지 않는 작업 %s건: %s', v_seen.template_name, v_seen.jobs, hub.told_fault_ko(v_seen.fault)) end,
      jsonb_build_object('template_name', v_seen.template_name, 'known', not v_seen.unknown, 'jobs', v_seen.jobs, 'sample', v_seen.sample,
        'thresholds', hub.settings_of('misfit')),
      hub.members_of(v_seen.ids, v_seen.hands, v_seen.jobs),
      jsonb_build_object('text', 'It may show sample text on air. Mend what orders it, or load the catalogue that fits, and order the graphic anew.',
        'text_ko', '견본 문구가 그대로 송출될 수 있습니다. 작업을 만드는 쪽을 고치거나 맞는 템플릿 목록을 불러온 뒤 그래픽을 다시 만드세요.',
        'sql', format('select instruction_id, found_at, faults from hub.misfits where template_name = %L order by found_at desc limit 20;', v_seen.template_name)),
      'false')::hub.finding;
  end loop;
end
$$;

comment on function hub.detect_template_misfit is 'Instructions that do not fit their template: select subject, title from hub.detect_template_misfit();';
