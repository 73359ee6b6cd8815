create or replace function hub.raw_statement_token() returns text
language sql stable set search_path = ''
as $$
  -- The hub's own word in the setting hub.hide_rows, which every session may write: it holds for this
  -- statement of this session alone, and without the key nobody can make it.
  select encode(sha256(convert_to(concat_ws('/', k.key, pg_backend_pid(), extract(epoch from now()), extract(epoch from statement_timestamp())), 'UTF8')), 'hex')
  from hub.statement_key as k
$$;

comment on function hub.raw_statement_token is 'Used by the triggers of render_instructions: tells a raw UPDATE from a setting that somebody wrote.';
