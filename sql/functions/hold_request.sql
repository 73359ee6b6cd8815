create or replace function hub.hold_request(p_actor text, p_key text, p_claimed_at timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
-- First thing in the transaction that carries out a request whose Idempotency-Key was claimed at that
-- time, and that will keep its answer (hub.end_request): act and answer are there together,
-- or neither is. Whoever brings the key meanwhile finds its row locked, however long the act takes, and
-- does not take it over (hub.begin_request); who lost it to another before that may not act.
begin
  perform from hub.idempotency_keys as k
  where k.actor = p_actor and k.key = p_key and k.created_at = p_claimed_at and k.status is null
  for update;
  if not found then
    raise exception 'this Idempotency-Key was taken over by a repetition of the request'
      using errcode = 'UB409', hint = 'Send it again: you will get the answer of the other one.';
  end if;
end
$$;

comment on function hub.hold_request is 'Used before an act with an Idempotency-Key: select hub.hold_request(''ann'', ''7f9c'', now());';
