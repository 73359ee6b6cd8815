create or replace function hub.last_import(p_name text) returns text
language sql stable security definer set search_path = ''
as $$
  -- The hash with which a file of this name was stored last; null when it never was. Whoever
  -- follows a folder imports a file when it has another one.
  select i.hash from hub.imports as i where i.name = p_name order by i.id desc limit 1
$$;

comment on function hub.last_import is 'Which state of a file the hub has: select hub.last_import(''level_end.csv'');';
