create or replace function hub.tg_render_instructions__raw_status() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- A raw `UPDATE .. SET status` (an old poller, or a person in psql): what it may do.
--
--   pending    -> processing   a claim with the long lease, if the row is due and not paused
--   processing -> any other    the end of a claim made that way; never of one made by the verbs
--   failed     -> pending      a retry
--   pending    -> cancelled
--
-- A second claim raises UB409: pollers ignore row counts, so only an error stops a
-- double render. It waited for the first one's row lock, so it sees that one's result.
-- Everything else comes too late; it is written to the journal and changes nothing
-- (the statement reports UPDATE 0), because an error would fail a sibling's commit.
declare
  v_ours boolean := old.status = 'processing' and old.worker_id is null and not hub.is_late_poller(old);
begin
  if new.status = 'processing' then
    perform hub.check_raw_claim(old);
    new.attempt := old.attempt + 1;
    new.worker_id := null;
    new.lease_expires_at := hub.clock() + hub.setting_interval('lease.old_poller');
    return new;
  end if;

  if (old.status = 'processing' and v_ours)
     or (old.status = 'failed' and new.status = 'pending')
     or (old.status = 'pending' and new.status = 'cancelled')
     or (old.status = new.status and old.status = 'pending' and new.retry_count = old.retry_count) then
    return new;
  end if;

  perform hub.journal('write.ignored', 'instruction:' || old.id, jsonb_build_object(
    'from', old.status, 'to', new.status, 'error_message', new.error_message, 'attempt', old.attempt));
  raise warning 'instruction % is %: the late change to % was ignored', old.id, old.status, new.status
    using hint = case when old.status = 'processing'
      then 'A worker holds it by a verb; use hub.cancel_instruction or hub.retry_instruction.'
      else 'Use hub.retry_instruction to render it again.' end;
  return null;
end
$$;

comment on function hub.tg_render_instructions__raw_status is 'Trigger _200_guard_raw on render_instructions: what a raw status update may do.';
