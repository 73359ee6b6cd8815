create or replace function hub.list_tokens(p_before bigint default null, p_limit int default 200)
returns table (id bigint, name text, role text, created_at timestamptz, last_used_at timestamptz, revoked_at timestamptz)
language sql stable security definer set search_path = ''
as $$
  -- Who may come in, and who might once, newest first; without the hashes.
  select t.id, t.name, t.role, t.created_at, t.last_used_at, t.revoked_at
  from hub.api_tokens as t
  where p_before is null or t.id < p_before
  order by t.id desc
  limit least(greatest(p_limit, 1), 1000)
$$;

comment on function hub.list_tokens is 'Who has a token: select * from hub.list_tokens() where revoked_at is null;';
