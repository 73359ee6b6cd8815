create or replace function hub.setting_at(p_key text, p_versions timestamptz[]) returns hub.settings
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
as $$
-- Lock a setting for who wants to change it as he has seen it; see hub.check_seen.
declare
  v_row hub.settings;
begin
  select * into v_row from hub.settings as s where s.key = p_key for update;
  perform hub.check_seen('setting', p_key, to_jsonb(v_row), p_versions, 'select key, value, description from hub.settings order by key;');
  return v_row;
end
$$;

comment on function hub.setting_at is 'Used by routes that change settings: lock a setting as it was read: select c.key, c.value from hub.setting_at(''stale.minutes'', null) as s, hub.change_setting(s.key, ''12'', ''ann'', ''slow templates'') as c;';
