create or replace function hub.setting_at(p_key text, p_versions timestamptz[]) returns hub.settings
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
as $$
-- Lock a setting for who wants to change it as he has seen it: p_versions are the updated_at
-- that will do, null = any. A newer one is refused with UB412, so that nobody writes over a value
-- he has not read.
declare
  v_row hub.settings;
begin
  select * into v_row from hub.settings as s where s.key = p_key for update;
  if not found then
    raise exception 'no setting "%"', left(p_key, 80)
      using errcode = 'UB404', hint = 'select key, value, description from hub.settings order by key;';
  end if;
  if v_row.updated_at <> all (p_versions) then
    raise exception 'setting % was changed by "%"; it is % now', p_key, v_row.updated_by, left(v_row.value::text, 60)
      using errcode = 'UB412', detail = 'blocked by setting:' || p_key, hint = 'Read it again, then decide anew.';
  end if;
  return v_row;
end
$$;

comment on function hub.setting_at is 'Used by routes that change settings: lock a setting as it was read: select c.key, c.value from hub.setting_at(''stale.minutes'', null) as s, hub.change_setting(s.key, ''12'', ''ann'', ''slow templates'') as c;';
