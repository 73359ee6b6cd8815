create or replace function hub.worker_lock_key(p_worker uuid) returns bigint
language sql immutable
begin atomic
  -- The advisory lock by which a worker shows its presence.
  select hashtextextended(p_worker::text, 7462);
end;

comment on function hub.worker_lock_key is 'Advisory lock of a worker''s presence: select hub.worker_lock_key(:worker);';
