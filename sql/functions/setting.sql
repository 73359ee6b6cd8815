create or replace function hub.setting(p_key text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
-- The value of one setting. A key that does not exist is a mistake of the hub's
-- own code or of a migration, so it raises instead of answering null.
declare
  v_value jsonb;
begin
  select s.value into v_value from hub.settings as s where s.key = p_key;
  if not found then
    raise exception 'no setting "%"', p_key
      using errcode = 'UB404', hint = 'select key, value, description from hub.settings order by key;';
  end if;
  return v_value;
end
$$;

comment on function hub.setting is 'Value of a setting as JSON: select hub.setting(''lease.seconds'');';
