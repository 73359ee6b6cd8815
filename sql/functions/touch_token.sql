create or replace function hub.touch_token(p_token hub.api_tokens, p_now timestamptz) returns void
language sql volatile set search_path = ''
as $$
  -- Keep that a token was used, to the minute. Who is being written by another is left: no
  -- caller waits for this.
  update hub.api_tokens as t set last_used_at = p_now
  where t.id in (
    select q.id from hub.api_tokens as q
    where (p_token.last_used_at is null or p_token.last_used_at < p_now - interval '1 minute')
      and q.id = p_token.id and q.revoked_at is null
    for update skip locked)
$$;

comment on function hub.touch_token is 'Used by identify_token and identify_session: keeps when a token was used.';
