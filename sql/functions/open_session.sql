create or replace function hub.open_session(p_token_hash text, p_session_hash text, p_now timestamptz default null)
returns table (token_id bigint, name text, role text, expires_at timestamptz)
language plpgsql volatile security definer set search_path = '' set hub.now = ''
as $$
-- Log a browser in: its session, by the SHA-256 of its cookie, stands for the token from now
-- on. No row: the token is nobody's. The token is locked against a revocation at this moment.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_until timestamptz := v_now + hub.setting_interval('session.hours');
  v_row   hub.api_tokens;
begin
  if coalesce(p_session_hash, '') !~ '^[0-9a-f]{64}$' then
    raise exception 'the hash of the session is no SHA-256 in hexadecimal'
      using errcode = 'UB422', hint = 'Log in through the hub: POST /api/login.';
  end if;
  select * into v_row from hub.api_tokens as t where t.token_hash = p_token_hash and t.revoked_at is null for no key update;
  if not found then
    return;
  end if;
  insert into hub.sessions (id_hash, token_id, created_at, expires_at) values (p_session_hash, v_row.id, v_now, v_until);
  perform hub.touch_token(v_row, v_now);
  return query select v_row.id, v_row.name, v_row.role, v_until;
end
$$;

comment on function hub.open_session is 'Used by POST /api/login: a browser''s session for a token.';
