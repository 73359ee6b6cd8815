create or replace function hub.create_token(
  p_name text, p_role text, p_token_hash text, p_actor text, p_reason text, p_now timestamptz default null
) returns table (id bigint, name text, role text, created_at timestamptz, last_used_at timestamptz, revoked_at timestamptz)
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'create_token' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Let somebody in: a token by its SHA-256, under the name that the audit will say did it,
-- which is why only one good token may have it, and none the names the hub itself acts under.
-- The token is never seen here, and its hash goes nowhere else.
declare
  v_now  timestamptz := hub.clock(p_now);
  v_name text := btrim(p_name);
  v_row  hub.api_tokens;
begin
  perform hub.act_as(p_actor, p_reason);
  if coalesce(v_name, '') !~ '^[^[:cntrl:]]{1,80}$' or v_name = 'local' or v_name ^@ 'hub:' then
    raise exception 'a token cannot be named "%"', coalesce(left(v_name, 80), 'null')
      using errcode = 'UB422', hint = 'Name the person or the system, in at most 80 characters; "local" and "hub:..." are the hub''s own.';
  end if;
  if p_role is null or p_role not in ('viewer', 'operator', 'admin') then
    raise exception 'no role "%"', coalesce(left(p_role, 40), 'null')
      using errcode = 'UB422', hint = 'viewer looks, operator acts, admin changes settings, rules and tokens.';
  end if;
  if coalesce(p_token_hash, '') !~ '^[0-9a-f]{64}$' then
    raise exception 'the hash of the token is no SHA-256 in hexadecimal'
      using errcode = 'UB422', hint = 'Let the hub make it: npm run hub -- token create --role operator --name "..."';
  end if;

  begin
    insert into hub.api_tokens (name, role, token_hash, created_at)
    values (v_name, p_role, p_token_hash, v_now)
    returning * into v_row;
  exception when unique_violation then
    raise exception 'there is a token named "%"', v_name
      using errcode = 'UB409', hint = 'Choose another name, or revoke that one first: select id, name, role from hub.list_tokens();';
  end;
  perform hub.record_action('create_token', 'token:' || v_row.id, null, to_jsonb(v_row) - 'token_hash', false);
  return query select v_row.id, v_row.name, v_row.role, v_row.created_at, v_row.last_used_at, v_row.revoked_at;
end
$$;

comment on function hub.create_token is 'Let somebody in; he needs the token, so make it with: npm run hub -- token create --role operator --name ann';
