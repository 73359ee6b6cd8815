create or replace function hub.undo_rule(p_action hub.actions, p_now timestamptz, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- The part of undo_action for a rule: its fields of before, if nobody has changed it since. A
-- rule that was new is turned off; it stays, because instructions may point at it.
declare
  v_name   text := substr(p_action.subject, 6);
  v_before hub.render_rules;
  v_back   hub.render_rules;
  v_row    hub.render_rules;
begin
  select * into v_before from hub.render_rules as r where r.name = v_name for update;
  if v_before.id is null or to_jsonb(v_before) <> to_jsonb(jsonb_populate_record(v_before, p_action.after)) then  -- jsonpath knows no equality
    raise exception 'rule % moved since: %', v_name,
        coalesce(hub.what_moved(p_action.subject, null, p_action.at), 'the journal does not say by whom')
      using errcode = 'UB409', detail = 'blocked by rule:' || coalesce(v_before.id::text, v_name),
        hint = format('select * from hub.render_rules where name = %L;', v_name);
  end if;
  v_back := case when p_action.before is null
    then jsonb_populate_record(v_before, '{"enabled": false}') else jsonb_populate_record(v_before, p_action.before) end;
  update hub.render_rules as r
  set event = v_back.event, enabled = v_back.enabled, mode = v_back.mode, priority = v_back.priority, template_name = v_back.template_name,
    condition = v_back.condition, dedupe_key = v_back.dedupe_key, grace = v_back.grace, cooldown = v_back.cooldown,
    supersede = v_back.supersede, expires_after = v_back.expires_after, layer_map = v_back.layer_map,
    output_settings = v_back.output_settings, notify_done = v_back.notify_done, description = v_back.description, updated_at = p_now, updated_by = hub.actor()
  where r.id = v_before.id
  returning * into v_row;
  was := to_jsonb(v_before);
  became := to_jsonb(v_row);
end
$$;

comment on function hub.undo_rule is 'Used by undo_action: a rule''s fields of before.';
