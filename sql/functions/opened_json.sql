create or replace function hub.opened_json(p_value jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
-- JSON that was encoded twice, opened: '"{\"a\": 1}"' becomes {"a": 1}. Text that
-- holds no object or list stays as it is.
begin
  if jsonb_typeof(p_value) = 'string' and p_value #>> '{}' ~ '^\s*[\[{]' then
    return (p_value #>> '{}')::jsonb;
  end if;
  return p_value;
exception when data_exception or program_limit_exceeded then
  -- text that only looks like JSON, holds a NUL or is nested without end: the caller's
  -- type check refuses it by name
  return p_value;
end
$$;

comment on function hub.opened_json is 'Open doubly encoded JSON: select hub.opened_json(to_jsonb(''{"a": 1}''::text));';
