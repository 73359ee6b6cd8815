create or replace function hub.apply_rule(p_rule hub.render_rules, p_hands bigint[], p_corrected boolean default false) returns int
language plpgsql volatile security definer set search_path = '' set hub.verb = 'apply_rule'
as $$
-- Make the instructions of one rule for a set of hands, in one statement and in the order
-- of their keys, so that two transactions cannot deadlock on them.
--
-- The dedupe key makes firing twice harmless. A hand that came again, corrected, refreshes
-- the pictures that still wait, leaves those being rendered or done, and never orders a
-- second one; a picture that still waits although its hand no longer earns it is cancelled,
-- and comes back if a further correction earns it again. Rows that somebody holds (a worker
-- that is claiming) are passed over, because a producer may be waiting here; tick() looks
-- at their hands again.
declare
  c_unearned constant text := 'its hand, corrected, does not earn it';
  v_now    timestamptz := hub.clock();
  v_keys   text[];
  v_ids    bigint[];
  v_layers jsonb[];
  v_count  int := 0;
  v_stale  bigint[];
  v_free   bigint[];
begin
  select coalesce(array_agg(r.dedupe_key order by r.dedupe_key), '{}'), array_agg(r.hand_id order by r.dedupe_key),
    array_agg(hub.render_layers(p_rule.layer_map, r.doc) order by r.dedupe_key)
  into v_keys, v_ids, v_layers
  from hub.rule_rows(p_rule, p_hands) as r;

  if v_keys <> '{}' then
    insert into public.render_instructions
      (template_name, priority, trigger_type, trigger_id, hand_id, rule_id, dedupe_key, expires_at, layer_data_json, output_settings_json)
    select p_rule.template_name, p_rule.priority, p_rule.event, r.hand_id::text, r.hand_id, p_rule.id, r.dedupe_key,
      v_now + p_rule.expires_after, r.layers,
      coalesce((select t.output_defaults from hub.templates as t where t.name = p_rule.template_name), '{}') || p_rule.output_settings
    from unnest(v_keys, v_ids, v_layers) as r (dedupe_key, hand_id, layers)
    order by r.dedupe_key
    on conflict (dedupe_key) where dedupe_key is not null do nothing;
    get diagnostics v_count = row_count;
  end if;
  if v_count = cardinality(v_keys) and not p_corrected then
    return v_count;
  end if;

  v_stale := array(
    select w.id from public.render_instructions as w
    where w.dedupe_key = any (v_keys) and (w.status = 'pending' or w.status = 'cancelled' and w.error_message = c_unearned)
    union
    select w.id from public.render_instructions as w
    where p_corrected and w.hand_id = any (p_hands) and w.rule_id = p_rule.id and w.status = 'pending');
  v_free := array(select w.id from public.render_instructions as w where w.id = any (v_stale) order by w.id for update skip locked);
  if v_free <> '{}' then
    update public.render_instructions as i
    set status = 'pending', error_message = null, layer_data_json = f.layers, hand_id = f.hand_id, trigger_id = f.hand_id::text
    from unnest(v_keys, v_ids, v_layers) as f (dedupe_key, hand_id, layers)
    where i.id = any (v_free) and i.dedupe_key = f.dedupe_key
      and (i.status = 'pending' and i.layer_data_json is distinct from f.layers
        or i.status = 'cancelled' and i.error_message = c_unearned);
    update public.render_instructions as i
    set status = 'cancelled', error_message = c_unearned
    where p_corrected and i.id = any (v_free) and i.status = 'pending' and i.dedupe_key <> all (v_keys);
  end if;
  if cardinality(v_free) < cardinality(v_stale) then
    insert into hub.rule_work (rule_id, hand_id, due_at, event, subject)
    select p_rule.id, h.id, v_now + interval '1 second', p_rule.event, '' from unnest(p_hands) as h (id)
    on conflict do nothing;
  end if;
  return v_count;
end
$$;

comment on function hub.apply_rule is 'Make a rule''s instructions: select hub.apply_rule(r, array[12::bigint]) from hub.render_rules as r where name = ''premium_hand'';';
