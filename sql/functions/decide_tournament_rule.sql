create or replace function hub.decide_tournament_rule(p_rule hub.render_rules, p_work hub.rule_work, p_now timestamptz) returns text
language plpgsql volatile security definer set search_path = '' set hub.verb = 'apply_rule'
as $$
-- Decide one rule for one event of a tournament, in tick(). trigger_id is
-- "tournament:<event_code>:<subject>", which no hand id can be. Null for "not now".
declare
  v_row     public.tournaments;
  v_doc     jsonb;
  v_trigger text;
  v_id      bigint;
begin
  select * into v_row from public.tournaments as t where t.id = p_work.tournament_id;
  v_doc := hub.tournament_document(v_row, p_work.event)
    || jsonb_build_object('rule', jsonb_build_object('name', p_rule.name), 'subject', p_work.subject);
  if p_rule.condition is not null and not coalesce(jsonb_path_match(v_doc, p_rule.condition, '{}', true), false) then
    return 'not matched';
  end if;
  v_trigger := left(concat_ws(':', 'tournament', v_row.event_code, nullif(p_work.subject, '')), 100);

  if p_rule.mode <> 'immediate' then
    if not pg_try_advisory_xact_lock(7463, hub.makers_lock_key(p_rule.event, v_trigger, p_rule.template_name)) then
      return null;
    end if;
    if exists (
      select from public.render_instructions as i
      where i.template_name = p_rule.template_name and hub.event_name(i.trigger_type) = p_rule.event
        and i.trigger_id in (v_trigger, v_row.event_code, v_row.id::text) and i.recorded_at >= p_work.created_at) then
      return 'a sibling made it';
    end if;
    if p_rule.mode = 'notify_only' then
      perform hub.raise_event('graphic_missing', format('rule:%s %s', p_rule.name, v_trigger), 'anomaly', 'warning',
        format('Nobody made the graphic "%s" for %s', p_rule.name, v_row.name), jsonb_build_object('rule', p_rule.name, 'tournament_id', v_row.id),
        p_title_ko => format('%s의 그래픽 "%s"을(를) 아무도 만들지 않음', v_row.name, p_rule.name));
      return 'notified';
    end if;
  end if;

  insert into public.render_instructions as i
    (template_name, priority, trigger_type, trigger_id, rule_id, dedupe_key, expires_at, layer_data_json, output_settings_json)
  select p_rule.template_name, p_rule.priority, p_rule.event, v_trigger, p_rule.id, p_rule.name || ':' || v_trigger,
    p_now + p_rule.expires_after, hub.render_layers(p_rule.layer_map, v_doc),
    coalesce((select t.output_defaults from hub.templates as t where t.name = p_rule.template_name), '{}') || p_rule.output_settings
  on conflict (dedupe_key) where dedupe_key is not null do nothing
  returning i.id into v_id;
  if p_rule.supersede and v_id is not null then
    update public.render_instructions as i
    set status = 'cancelled', superseded_by = v_id
    where i.id = any (array(
      select w.id from public.render_instructions as w
      where w.rule_id = p_rule.id and w.status = 'pending' and w.id <> v_id
        and w.trigger_id like 'tournament:' || replace(replace(v_row.event_code, '%', '\%'), '_', '\_') || '%'
      for update skip locked));
  end if;
  return case when v_id is null then 'made before' else 'made' end;
end
$$;

comment on function hub.decide_tournament_rule is 'Used by decide_rules: decides one rule for one event of a tournament.';
