create or replace function hub.save_rule(
  p_id bigint, p_rule jsonb, p_actor text, p_reason text, p_versions timestamptz[] default null, p_now timestamptz default null
) returns hub.render_rules
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'save_rule' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Make a rule (p_id null), or change fields of one. It holds for hands from now on; what it
-- made stays. p_versions: see hub.check_seen. A rule keeps its name, which stands in the keys of what it made; and
-- it stays, because instructions point at it: enabled false turns it off.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before hub.render_rules;
  v_rule   hub.render_rules;
begin
  perform hub.act_as(p_actor, p_reason);
  if p_id is not null then
    select * into v_before from hub.render_rules as r where r.id = p_id for update;
    perform hub.check_seen('rule', p_id::text, to_jsonb(v_before), p_versions, 'select id, name, event from hub.render_rules order by id;');
  end if;
  v_rule := hub.rule_from_json(v_before, p_rule);
  if v_rule.name <> v_before.name then
    raise exception 'rule % keeps its name', v_before.name using errcode = 'UB422', hint = 'Make a new rule and turn this one off: {"enabled": false}.';
  end if;
  perform hub.check_rule(v_rule);
  if v_rule.layer_map is distinct from v_before.layer_map then  -- one that was wrong before can be turned off
    perform hub.check_layer_paths(v_rule.layer_map);
  end if;

  if p_id is null then
    insert into hub.render_rules (name, event, enabled, mode, priority, template_name, condition, dedupe_key, grace, cooldown, supersede,
      expires_after, layer_map, output_settings, notify_done, description, created_at, updated_at, updated_by)
    values (v_rule.name, v_rule.event, v_rule.enabled, v_rule.mode, v_rule.priority, v_rule.template_name, v_rule.condition, v_rule.dedupe_key,
      v_rule.grace, v_rule.cooldown, v_rule.supersede, v_rule.expires_after, v_rule.layer_map, v_rule.output_settings, v_rule.notify_done, v_rule.description,
      v_now, v_now, hub.actor())
    on conflict (name) do nothing
    returning * into v_rule;
    if not found then
      perform hub.check_name_free('rule', p_rule ->> 'name', (select r.id from hub.render_rules as r where r.name = p_rule ->> 'name'));
    end if;
  else
    update hub.render_rules as r
    set event = v_rule.event, enabled = v_rule.enabled, mode = v_rule.mode, priority = v_rule.priority, template_name = v_rule.template_name,
      condition = v_rule.condition, dedupe_key = v_rule.dedupe_key, grace = v_rule.grace, cooldown = v_rule.cooldown,
      supersede = v_rule.supersede, expires_after = v_rule.expires_after, layer_map = v_rule.layer_map,
      output_settings = v_rule.output_settings, notify_done = v_rule.notify_done, description = v_rule.description, updated_at = v_now, updated_by = hub.actor()
    where r.id = p_id
    returning * into v_rule;
  end if;
  perform hub.record_action('save_rule', 'rule:' || v_rule.name, to_jsonb(v_before), to_jsonb(v_rule));
  return v_rule;
end
$$;

comment on function hub.save_rule is 'Change a rule, or make one (null): select name, enabled from hub.save_rule(1, ''{"enabled": false}'', ''ann'', ''rehearsal'');';
