create or replace function hub.present_workers() returns setof bigint
language sql stable set search_path = ''
as $$
  -- The presence locks (hub.worker_lock_key) that are held at this moment in this database;
  -- among them every other advisory lock with a key of 64 bits.
  select (l.classid::bigint << 32) | l.objid::bigint
  from pg_catalog.pg_locks as l
  where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
    and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = current_database())
$$;

comment on function hub.present_workers is 'Who shows presence: select w.* from hub.workers as w join hub.present_workers() as k on k = hub.worker_lock_key(w.id);';
