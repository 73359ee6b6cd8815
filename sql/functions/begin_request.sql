create or replace function hub.begin_request(p_actor text, p_key text, p_request text, p_now timestamptz default null)
returns table (claimed_at timestamptz, status int, response jsonb)
language plpgsql volatile security definer set search_path = '' set hub.now = ''
as $$
-- Claim an Idempotency-Key before its request is carried out, in a transaction of its own:
-- of many who bring the same one at once, one gets it (claimed_at). Who comes later gets the
-- answer that was given; while there is none yet UB409, with another request UB422.
--
-- What is carried out keeps its answer in its own transaction, and holds the claim's row until that
-- ends (hub.hold_request). So a row that is locked is under way, and a claim that nobody ended within
-- idempotency.seconds was left behind by a hub that died before it did anything: it is taken over.
declare
  v_now timestamptz := hub.clock(p_now);
  v_row hub.idempotency_keys;
begin
  for v_try in 1 .. 5 loop
    insert into hub.idempotency_keys (actor, key, created_at, request) values (p_actor, p_key, v_now, p_request)
    on conflict on constraint idempotency_keys_pkey do nothing;
    if found then
      return query select v_now, null::int, null::jsonb;
      return;
    end if;
    select * into v_row from hub.idempotency_keys as k where k.actor = p_actor and k.key = p_key for update skip locked;
    if found then
      exit;
    end if;
    perform from hub.idempotency_keys as k where k.actor = p_actor and k.key = p_key;
    if found then
      raise exception 'the first request with this Idempotency-Key is still under way'
        using errcode = 'UB409', hint = 'Wait a moment and send it again: you will get the answer of the first.';
    end if;
  end loop;
  if v_row.key is null then
    raise exception 'this Idempotency-Key is in use' using errcode = 'UB503', hint = 'Try again in a moment.';
  end if;

  if v_row.created_at >= coalesce(hub.kept_since('idempotency_keys', v_now), '-infinity') then
    if v_row.request <> p_request then
      raise exception 'this Idempotency-Key came with another request before'
        using errcode = 'UB422', hint = 'Make a new key for every request; send the same one only to repeat it.';
    end if;
    if v_row.status is not null then
      return query select null::timestamptz, v_row.status, v_row.response;
      return;
    end if;
    if v_row.created_at > v_now - hub.setting_interval('idempotency.seconds') then
      raise exception 'the first request with this Idempotency-Key is still under way'
        using errcode = 'UB409', hint = 'Wait a moment and send it again: you will get the answer of the first.';
    end if;
  end if;
  update hub.idempotency_keys as k
  set created_at = v_now, request = p_request, status = null, response = null
  where k.actor = p_actor and k.key = p_key;
  return query select v_now, null::int, null::jsonb;
end
$$;

comment on function hub.begin_request is 'Claim an Idempotency-Key: select * from hub.begin_request(''ann'', ''7f9c'', ''hash of the request'');';
