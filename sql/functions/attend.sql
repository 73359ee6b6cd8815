create or replace function hub.attend(p_worker uuid) returns boolean
language plpgsql volatile security definer set search_path = '' set hub.verb = 'attend' set hub.now = ''
as $$
-- Show presence: this connection holds a lock for as long as it lives. When the worker's
-- process dies the kernel closes its socket and the lock is gone, long before a lease
-- runs out. For a dedicated, direct connection (not through a pooler in transaction mode).
-- True when the lock is held; false when another connection holds this worker's.
-- The leading hub need not have looked since to notice that it goes: this call counts as
-- having been seen by it.
begin
  if not exists (select from hub.workers as w where w.id = p_worker) then
    raise exception 'no worker session "%"', p_worker
      using errcode = 'UB404', hint = 'Call hub.register_worker first; a session does not survive a restart.';
  end if;
  if not pg_try_advisory_lock(hub.worker_lock_key(p_worker)) then
    return false;
  end if;
  update hub.workers as w
  set attended = true, attended_pid = pg_backend_pid(), watched_term = pg_sequence_last_value('hub.leader_term'),
    last_seen_at = hub.clock(), lost_at = null
  where w.id = p_worker;
  return true;
end
$$;

comment on function hub.attend is 'Show presence on this connection: select hub.attend(:worker);';
