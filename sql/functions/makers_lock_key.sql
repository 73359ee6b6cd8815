create or replace function hub.makers_lock_key(p_trigger_type text, p_trigger_id text, p_template text) returns int
language sql stable set search_path = ''
as $$
  -- The lock on which the two possible makers of a graphic meet, one of 512: siblings
  -- share it, so they never wait for one another and a bulk insert cannot exhaust the lock
  -- table; tick() only tries it.
  select abs(hashtext(concat_ws('|', hub.event_name(p_trigger_type), p_trigger_id, p_template)) % 512)
$$;

comment on function hub.makers_lock_key is 'Used where two makers meet: select hub.makers_lock_key(''premium_hand'', ''12'', ''premium_hand'');';
