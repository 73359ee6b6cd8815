create or replace function hub.end_request(p_actor text, p_key text, p_claimed_at timestamptz, p_status int, p_response jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  -- Keep the answer of a request whose Idempotency-Key was claimed at that time; without a
  -- status give the key back, as if the request had never come. Who lost his claim changes nothing.
  with given_back as (
    delete from hub.idempotency_keys as k
    where p_status is null and k.actor = p_actor and k.key = p_key and k.created_at = p_claimed_at and k.status is null
  )
  update hub.idempotency_keys as k
  set status = p_status, response = p_response
  where p_status is not null and k.actor = p_actor and k.key = p_key and k.created_at = p_claimed_at and k.status is null
$$;

comment on function hub.end_request is 'Keep the answer of a claimed request: select hub.end_request(''ann'', ''7f9c'', now(), 200, ''{}'');';
