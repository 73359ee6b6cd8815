create or replace function hub.apply_rule(p_rule hub.render_rules, p_hands bigint[], p_corrected boolean default false) returns int
language plpgsql volatile security definer set search_path = '' set hub.verb = 'apply_rule'
as $$
-- Make the instructions of one rule for a set of hands, in one statement and in the order
-- of their keys, so that two transactions cannot deadlock on them.
--
-- The dedupe key makes firing twice harmless. A hand that came again, corrected, refreshes
-- the pictures that still wait, leaves those being rendered or done, and never orders a
-- second one; a picture that still waits although its hand no longer earns it is cancelled,
-- and comes back if a further correction earns it again.
declare
  c_unearned constant text := 'its hand, corrected, does not earn it';
  v_now   timestamptz := hub.clock();
  v_count int;
  v_gone  bigint[];
begin
  insert into public.render_instructions as i
    (template_name, priority, trigger_type, trigger_id, hand_id, rule_id, dedupe_key, expires_at, layer_data_json, output_settings_json)
  select p_rule.template_name, p_rule.priority, p_rule.event, r.hand_id::text, r.hand_id, p_rule.id, r.dedupe_key,
    v_now + p_rule.expires_after, hub.render_layers(p_rule.layer_map, r.doc),
    coalesce((select t.output_defaults from hub.templates as t where t.name = p_rule.template_name), '{}') || p_rule.output_settings
  from hub.rule_rows(p_rule, p_hands) as r
  order by r.dedupe_key
  on conflict (dedupe_key) where dedupe_key is not null do update
  set layer_data_json = excluded.layer_data_json, status = 'pending', error_message = null
  where i.status = 'pending' and i.layer_data_json is distinct from excluded.layer_data_json
    or i.status = 'cancelled' and i.error_message = c_unearned;
  get diagnostics v_count = row_count;

  if p_corrected then
    v_gone := array(
      select w.id from public.render_instructions as w
      where w.hand_id = any (p_hands) and w.rule_id = p_rule.id and w.status = 'pending'
        and not exists (select from hub.rule_rows(p_rule, p_hands) as r where r.dedupe_key = w.dedupe_key)
      for update skip locked);
    if v_gone <> '{}' then
      update public.render_instructions as i set status = 'cancelled', error_message = c_unearned where i.id = any (v_gone);
    end if;
  end if;
  return v_count;
end
$$;

comment on function hub.apply_rule is 'Make a rule''s instructions: select hub.apply_rule(r, array[12::bigint]) from hub.render_rules as r where name = ''premium_hand'';';
