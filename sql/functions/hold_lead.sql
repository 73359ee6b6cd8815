create or replace function hub.hold_lead(p_hub text) returns table (leads boolean, term bigint, rescued int, frozen_pid int)
language plpgsql volatile security definer set search_path = '' set hub.verb = 'hold_lead' set hub.now = ''
as $$
-- The part of hub.lead that needs the hub's rights.
--
-- The leader holds a lock of its session, so when its process dies another hub has the
-- lead with its next look. What a leader does here it does on the very connection that
-- holds the lock: it cannot act after having lost it. A leader that hangs with its
-- connection open is found by its silence: frozen_pid is its server process.
declare
  v_now    bigint := (extract(epoch from clock_timestamp()) * 1000)::bigint;
  v_holder int;
begin
  select l.pid into v_holder
  from pg_catalog.pg_locks as l
  where l.locktype = 'advisory' and l.classid = 7461 and l.objid = 2 and l.objsubid = 2 and l.granted and l.mode = 'ExclusiveLock'
    and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = current_database());

  if v_holder is null and pg_try_advisory_lock(7461, 2) then
    term := nextval('hub.leader_term');
    perform hub.journal('hub.leads', 'hub:' || p_hub, jsonb_build_object('term', term, 'pid', pg_backend_pid()));
  elsif v_holder = pg_backend_pid() then
    term := pg_sequence_last_value('hub.leader_term');
  else
    leads := false;
    term := pg_sequence_last_value('hub.leader_term');
    rescued := 0;
    if v_now - pg_sequence_last_value('hub.leader_seen') > 1000 * extract(epoch from hub.setting_interval('leader.silent_after')) then
      frozen_pid := v_holder;
    end if;
    return next;
    return;
  end if;

  perform setval('hub.leader_seen', v_now);
  leads := true;
  rescued := hub.watch_presence(term);
  return next;
end
$$;

comment on function hub.hold_lead is 'Used by lead: holds the lead, or says who does.';
