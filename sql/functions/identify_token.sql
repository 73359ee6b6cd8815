create or replace function hub.identify_token(p_token_hash text, p_now timestamptz default null)
returns table (token_id bigint, name text, role text)
language plpgsql volatile security definer set search_path = '' set hub.now = ''
as $$
-- Whose token this is, by its SHA-256; no row: nobody's, or revoked. The time of use is kept
-- to the minute, so that a busy caller does not write one row all the time.
declare
  v_now timestamptz := hub.clock(p_now);
  v_row hub.api_tokens;
begin
  select * into v_row from hub.api_tokens as t where t.token_hash = p_token_hash and t.revoked_at is null;
  if not found then
    return;
  end if;
  perform hub.touch_token(v_row, v_now);
  return query select v_row.id, v_row.name, v_row.role;
end
$$;

comment on function hub.identify_token is 'Whose token it is: select name, role from hub.identify_token(encode(sha256(''hub_...''), ''hex''));';
