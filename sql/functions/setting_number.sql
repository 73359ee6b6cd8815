create or replace function hub.setting_number(p_key text) returns double precision
language sql stable set search_path = ''
as $$
  select (hub.setting(p_key) #>> '{}')::double precision
$$;

comment on function hub.setting_number is 'Value of a numeric setting in its own unit: select hub.setting_number(''retry.jitter'');';
