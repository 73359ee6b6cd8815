create or replace function hub.change_setting(
  p_key text, p_value jsonb, p_actor text, p_reason text, p_now timestamptz default null
) returns hub.settings
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'change_setting' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Change one setting, within its bounds, audited.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before hub.settings;
  v_row    hub.settings;
begin
  perform hub.act_as(p_actor, p_reason);
  v_before := hub.setting_at(p_key, null);
  perform hub.check_setting(v_before, p_value);
  update hub.settings as s
  set value = p_value, updated_at = v_now, updated_by = hub.actor()
  where s.key = p_key
  returning * into v_row;
  perform hub.record_action('change_setting', 'setting:' || p_key, to_jsonb(v_before), to_jsonb(v_row));
  return v_row;
end
$$;

comment on function hub.change_setting is 'Change a threshold: select hub.change_setting(''lease.default'', ''20'', ''ann'', ''slow network'');';
