create or replace function hub.close_session(p_session_hash text) returns boolean
language sql volatile security definer set search_path = ''
as $$
  -- Log a browser out; false: it was not logged in.
  with gone as (delete from hub.sessions as s where s.id_hash = p_session_hash returning s.id_hash)
  select exists (select from gone)
$$;

comment on function hub.close_session is 'Used by POST /api/logout: ends a browser''s session.';
