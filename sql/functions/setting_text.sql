create or replace function hub.setting_text(p_key text) returns text
language sql stable set search_path = ''
as $$
  select hub.setting(p_key) #>> '{}'
$$;

comment on function hub.setting_text is 'Value of a text setting: select hub.setting_text(''time_zone'');';
