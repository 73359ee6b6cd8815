create or replace function hub.drop_week(p_table text, p_week date, p_now timestamptz default null) returns boolean
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set lock_timeout = '100ms'
  set hub.now = '' set hub.actor = 'hub:maintain' set hub.reason = 'retention'
as $$
-- Drop the partition of one week of hub.events or hub.attempts, with all that is in it;
-- false when there is none. How far it went stands in hub.retention, by which an older
-- journal cursor is answered with UB410.
--
-- Detaching concurrently is no way: it cannot be done inside a transaction, nor beside a
-- default partition. So the table is locked as a whole for a moment. Everybody who comes
-- meanwhile stands behind this, hence: wait 100 ms at most, for this one lock, and take what
-- else a drop needs (its partition, the default one) only if it is free at once. Whoever
-- reads or writes without end makes this fail; hub.maintain tries again the next time.
declare
  v_name text := p_table || '_w' || to_char(p_week, 'YYYYMMDD');
  v_end  timestamptz := (p_week + 7)::timestamp at time zone 'UTC';
  v_xid  xid8;
begin
  if p_table not in ('events', 'attempts') then
    raise exception 'table "%" has no weeks', p_table using errcode = 'UB422', hint = 'Only events and attempts have.';
  end if;
  if v_end > hub.kept_since(p_table, hub.clock(p_now)) is not false then
    raise exception 'the week % of % is kept', p_week, p_table
      using errcode = 'UB422', hint = format('Settings: select key, value from hub.settings where key = %L;', 'retention.' || p_table);
  end if;
  execute format('lock table only hub.%I in access exclusive mode', p_table);
  if to_regclass('hub.' || v_name) is null then
    return false;
  end if;
  execute format('lock table hub.%I, hub.%I in access exclusive mode nowait', v_name, p_table || '_default');
  if p_table = 'events' then
    execute format('select e.xid from hub.%I as e order by e.xid desc limit 1', v_name) into v_xid;
  end if;
  insert into hub.retention as r (table_name, dropped_until, dropped_xid) values ('hub.' || p_table, v_end, v_xid)
  on conflict (table_name) do update
  set dropped_until = greatest(r.dropped_until, excluded.dropped_until), dropped_xid = greatest(r.dropped_xid, excluded.dropped_xid);
  execute format('drop table hub.%I', v_name);
  perform hub.journal('history.dropped', 'table:hub.' || p_table, jsonb_build_object('week', p_week, 'until', v_end));
  return true;
end
$$;

comment on function hub.drop_week is 'Used by maintain: drop a week of history that is kept no longer: select hub.drop_week(''events'', ''2026-01-05'');';
