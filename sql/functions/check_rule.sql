create or replace function hub.check_rule(p_rule hub.render_rules) returns void
language plpgsql stable set search_path = ''
as $$
-- Refuse a rule that could never work, saying which field is wrong. What depends on the hands (a path
-- that is missing in some) is left to hub.dry_run_rule; but a condition that is no yes or no for
-- one of the last hands is refused.
declare
  c_events constant text[] := '{hand_completed,premium_hand,big_pot,heads_up,all_in,elimination,level_change,chip_lead_change,
    itm_reached,day_start,final_table,registration_close,payout_change}';
  v_key    text;
  v_value  text;
begin
  if coalesce(p_rule.name, '') !~ '^[a-z][a-z0-9_]{0,62}$' then
    raise exception 'name "%" is no name of a rule', left(p_rule.name, 80) using errcode = 'UB422', hint = 'Lower case letters, digits and _: big_pot_late.';
  end if;
  if p_rule.event is null or p_rule.event <> all (c_events) then
    raise exception 'event "%" does not exist', left(p_rule.event, 80) using errcode = 'UB422', hint = 'Events: ' || array_to_string(c_events, ', ') || '.';
  end if;
  if p_rule.mode is null or p_rule.mode not in ('immediate', 'after_grace', 'notify_only') then
    raise exception 'mode "%" does not exist', left(p_rule.mode, 80) using errcode = 'UB422', hint = 'Modes: immediate, after_grace, notify_only.';
  end if;
  if coalesce(p_rule.mode <> 'notify_only' and btrim(p_rule.template_name) = '', true) then
    raise exception 'template_name is empty' using errcode = 'UB422', hint = 'Say which template the rule renders; only mode notify_only needs none.';
  end if;
  if p_rule.priority is null or p_rule.priority not between 1 and 10 then
    raise exception 'priority % is out of range', coalesce(p_rule.priority::text, 'null') using errcode = 'UB422', hint = 'priority is 1 (first) to 10 (last).';
  end if;
  for v_key, v_value in values ('grace', p_rule.grace::text), ('cooldown', p_rule.cooldown::text), ('expires_after', p_rule.expires_after::text) loop
    if v_value::interval > interval '31 days' or v_value::interval < interval '0' or v_key <> 'grace' and v_value::interval = interval '0' then
      raise exception '% of % is out of range', v_key, v_value using errcode = 'UB422', hint = 'From a moment to 31 days: "120 seconds".';
    end if;
  end loop;
  if p_rule.enabled is null or p_rule.supersede is null or p_rule.notify_done is null or p_rule.grace is null or p_rule.description is null
     or coalesce(btrim(p_rule.dedupe_key), '') = '' then
    raise exception 'enabled, supersede, notify_done, grace, dedupe_key and description cannot be empty' using errcode = 'UB422', hint = 'Leave them out to keep what is there.';
  end if;
  if jsonb_typeof(p_rule.layer_map) is distinct from 'object' or jsonb_typeof(p_rule.output_settings) is distinct from 'object' then
    raise exception 'layer_map and output_settings are objects' using errcode = 'UB422', hint = 'Send {"Player Name": "{winner.name|upper}"}.';
  end if;
  perform hub.check_document(p_rule.layer_map, 'layer_map'), hub.check_document(p_rule.output_settings, 'output_settings');
  perform hub.check_text(p_rule.dedupe_key, 'dedupe_key');
  perform hub.check_text(l.value #>> '{}', 'layer ' || l.key) from jsonb_each(p_rule.layer_map) as l where jsonb_typeof(l.value) = 'string';
  select t.problem into v_value from hub.try_rule(p_rule, 20) as t where t.problem like 'the condition is no predicate%' limit 1;
  if v_value is not null then
    raise exception '%', v_value using errcode = 'UB422', hint = 'Compare something: $.hand.pot > 1000000.';
  end if;
end
$$;

comment on function hub.check_rule is 'Refuse a rule that cannot work: select hub.check_rule(r) from hub.render_rules as r;';
