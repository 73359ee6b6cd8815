create or replace function hub.is_led() returns boolean
language plpgsql volatile set search_path = ''
as $$
-- Whether some hub leads, that is holds the leader's lock. Asked by trying for a share of
-- it and giving that back at once: looking the lock up in pg_locks would copy the whole
-- lock table with every ring.
begin
  if pg_try_advisory_lock_shared(7461, 2) then
    perform pg_advisory_unlock_shared(7461, 2);
    return false;
  end if;
  return true;
end
$$;

comment on function hub.is_led is 'Whether a hub leads: select hub.is_led();';
