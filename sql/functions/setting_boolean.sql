create or replace function hub.setting_boolean(p_key text) returns boolean
language sql stable set search_path = ''
as $$
  select (hub.setting(p_key) #>> '{}')::boolean
$$;

comment on function hub.setting_boolean is 'Value of an on/off setting: select hub.setting_boolean(''wake.enabled'');';
