create or replace function hub.undo_setting(p_action hub.actions, p_now timestamptz, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = ''
as $$
-- The part of undo_action for a setting: its value of before, if nobody has set it since.
declare
  v_key    text := substr(p_action.subject, 9);
  v_before hub.settings;
  v_row    hub.settings;
begin
  select * into v_before from hub.settings as s where s.key = v_key for update;
  if v_before.value is distinct from coalesce(p_action.after -> 'value', v_before.value) then
    raise exception 'setting % moved since: %', v_key,
        coalesce(hub.what_moved(p_action.subject, null, p_action.at), 'the journal does not say by whom')
      using errcode = 'UB409', detail = 'blocked by ' || p_action.subject, hint = format('select value, updated_at, updated_by from hub.settings where key = %L;', v_key);
  end if;
  update hub.settings as s
  set value = coalesce(p_action.before -> 'value', s.value), updated_at = p_now, updated_by = hub.actor()
  where s.key = v_key
  returning * into v_row;
  was := to_jsonb(v_before);
  became := to_jsonb(v_row);
end
$$;

comment on function hub.undo_setting is 'Used by undo_action: a setting''s value of before.';
