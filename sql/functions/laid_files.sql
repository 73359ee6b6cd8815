create or replace function hub.laid_files() returns table (path text, hash text)
language sql stable security definer set search_path = ''
as $$
  -- What the last `hub migrate` laid, file by file, so that a process which may not lay
  -- anything can tell whether this database is of its version.
  select a.path, a.hash from hub.applied as a
$$;

comment on function hub.laid_files is 'Which files the functions, views and triggers here were made from: select * from hub.laid_files();';
