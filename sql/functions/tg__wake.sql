create or replace function hub.tg__wake() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Last after a statement: ring the hub's doorbell, but not with every commit, because
-- notifying transactions commit one behind another.
--
-- Floor: somebody rang within a few milliseconds, so the hub is looking anyway.
-- Gate: one ringer in flight; whoever finds it taken stays silent. Ceiling: an open
-- transaction that holds the gate mutes nobody for longer than this, and a clock that
-- was set back rings at once. The last ring is a sequence: not transactional, no lock
-- kept. What a rolled-back or late ringer hides, the hub's trailing looks and its poll
-- find (the rows are the truth, the ring only saves time).
declare
  v_now bigint := (extract(epoch from clock_timestamp()) * 1000)::bigint;
  v_ago bigint;
begin
  if not exists (select from new_rows) or current_setting('hub.verb', true) = 'heartbeat' then
    return null;  -- nothing changed, or only a sign of life
  end if;
  select v_now - s.last_value into v_ago from hub.last_ring as s;
  if v_ago >= 0 and v_ago < hub.setting_number('wake.floor') then
    return null;
  end if;
  if not hub.setting_boolean('wake.enabled') then
    return null;
  end if;
  if v_ago < 0 or v_ago >= hub.setting_number('wake.ceiling') or pg_try_advisory_xact_lock(7461, 1) then
    perform setval('hub.last_ring', v_now);
    perform pg_notify('hub_wake', '');
    if not exists (
      select from pg_catalog.pg_locks as l
      where l.locktype = 'advisory' and l.classid = 7461 and l.objid = 2
        and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = current_database())) then
      perform pg_notify('hub_work', '');  -- no hub leads: nobody else would tell the workers
    end if;
  end if;
  return null;
end
$$;

comment on function hub.tg__wake is 'Triggers _900_wake_*: the debounced doorbell hub_wake.';
