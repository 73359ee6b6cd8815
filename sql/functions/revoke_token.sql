create or replace function hub.revoke_token(p_token bigint, p_actor text, p_reason text, p_now timestamptz default null)
returns table (id bigint, name text, role text, created_at timestamptz, last_used_at timestamptz, revoked_at timestamptz)
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'revoke_token' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Shut somebody out: the token is good no more, and the browsers that logged in with it are
-- logged out. Hubs remember who calls for a few seconds. Revoking twice changes nothing.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before hub.api_tokens;
  v_row    hub.api_tokens;
begin
  perform hub.act_as(p_actor, p_reason);
  select * into v_before from hub.api_tokens as t where t.id = p_token for update;
  if not found then
    raise exception 'no token %', coalesce(p_token::text, 'null')
      using errcode = 'UB404', hint = 'select id, name, role from hub.list_tokens();';
  end if;
  v_row := v_before;
  if v_before.revoked_at is null then
    update hub.api_tokens as t set revoked_at = v_now where t.id = p_token returning * into v_row;
    delete from hub.sessions as s where s.token_id = p_token;
    perform hub.record_action('revoke_token', 'token:' || p_token, to_jsonb(v_before) - 'token_hash', to_jsonb(v_row) - 'token_hash', false);
  end if;
  return query select v_row.id, v_row.name, v_row.role, v_row.created_at, v_row.last_used_at, v_row.revoked_at;
end
$$;

comment on function hub.revoke_token is 'Shut somebody out: select id, name, revoked_at from hub.revoke_token(3, ''ann'', ''lost laptop'');';
