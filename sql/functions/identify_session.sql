create or replace function hub.identify_session(p_session_hash text, p_now timestamptz default null)
returns table (token_id bigint, name text, role text)
language plpgsql volatile security definer set search_path = '' set hub.now = ''
as $$
-- Whose browser this is, by the SHA-256 of its cookie; no row: nobody's, expired, or its
-- token is revoked. Each use moves the end on, to the minute: who looks at the show is not
-- logged out in the middle of it.
declare
  v_now     timestamptz := hub.clock(p_now);
  v_until   timestamptz := v_now + hub.setting_interval('session.hours');
  v_session hub.sessions;
  v_row     hub.api_tokens;
begin
  select * into v_session from hub.sessions as s where s.id_hash = p_session_hash and s.expires_at > v_now;
  if not found then
    return;
  end if;
  select * into v_row from hub.api_tokens as t where t.id = v_session.token_id and t.revoked_at is null;
  if not found then
    return;
  end if;
  if v_session.expires_at not between v_until - interval '1 minute' and v_until then
    update hub.sessions as s set expires_at = v_until
    where s.id_hash in (select q.id_hash from hub.sessions as q where q.id_hash = p_session_hash for update skip locked);
    perform hub.touch_token(v_row, v_now);
  end if;
  return query select v_row.id, v_row.name, v_row.role;
end
$$;

comment on function hub.identify_session is 'Used by the HTTP API: whose browser it is, by the hash of its cookie.';
