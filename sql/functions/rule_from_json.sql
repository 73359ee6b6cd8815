create or replace function hub.rule_from_json(p_base hub.render_rules, p_rule jsonb) returns hub.render_rules
language plpgsql stable set search_path = ''
as $$
-- A rule with some fields changed, not yet stored: p_base null begins with the defaults of the
-- table. What identifies a rule and who wrote it cannot be said here.
declare
  c_defaults constant jsonb := '{"name": "new_rule", "enabled": true, "mode": "immediate", "priority": 5, "template_name": "",
    "dedupe_key": "{rule.name}:{hand.id}", "grace": "120 seconds", "supersede": false, "notify_done": false, "layer_map": {}, "output_settings": {}, "description": ""}';
  c_fixed    constant text[] := '{id,created_at,updated_at,updated_by}';
begin
  perform hub.check_fields('rule', p_rule, array(select jsonb_object_keys(to_jsonb(jsonb_populate_record(null::hub.render_rules, '{"id": 1}')))));
  begin
    return jsonb_populate_record(p_base, case when p_base.id is null then c_defaults else '{}' end || (p_rule - c_fixed));
  exception when data_exception or syntax_error or program_limit_exceeded then
    raise exception 'the rule cannot be read: %', sqlerrm
      using errcode = 'UB422', hint = 'Send fields of a rule: {"condition": "$.hand.pot > 1000000"}.';
  end;
end
$$;

comment on function hub.rule_from_json is 'Used by save_rule and dry runs: a rule with some fields changed.';
