create or replace function hub.read_events(p_cursor text default null, p_limit int default 500)
returns table (id bigint, at timestamptz, kind text, subject text, doc jsonb, cause bigint, actor text, cursor text)
language plpgsql volatile security definer set search_path = ''
  set enable_seqscan = off
as $$
-- Read the journal on from a cursor: nothing lost, nothing twice, and an open transaction
-- holds up only its own events.
--
-- A page holds the events whose transaction had finished in the new snapshot and had not
-- in the old one: those that were running then (xip), and those that began later. Reading
-- from the old xmax, not its xmin, keeps an idle writer elsewhere from making every read a
-- long scan. The cursor is opaque: incarnation / from / to / last id. Both snapshots are
-- kept until the pair is used up; order within a pair is by id. Every row carries the
-- cursor that goes on after it.
--
-- Null starts from now: one row of kind journal.cursor, without id, that carries the
-- cursor to go on from. No rows: nothing new, keep the cursor. UB410: the cursor belongs
-- to another life of the database or to history that was dropped; load afresh, then follow.
#variable_conflict use_column
declare
  v_here  text := hub.incarnation();
  v_now   pg_snapshot := hub.journal_snapshot();
  v_parts text[] := string_to_array(p_cursor, '/');
  v_from  pg_snapshot;
  v_to    pg_snapshot;
  v_last  bigint;
begin
  if p_limit is null or p_limit not between 1 and 10000 then
    raise exception 'limit % is out of range', coalesce(p_limit::text, 'null')
      using errcode = 'UB422', hint = 'Read 1 to 10000 events at a time.';
  end if;
  if p_cursor is null then
    return query select null::bigint, hub.clock(), 'journal.cursor', 'journal', '{}'::jsonb, null::bigint, hub.actor(),
      concat_ws('/', v_here, v_now, '', '0');
    return;
  end if;
  if cardinality(v_parts) <> 4
     or v_parts[2] !~ '^\d+:\d+:[\d,]*$' or v_parts[3] !~ '^(\d+:\d+:[\d,]*)?$' or v_parts[4] !~ '^\d{1,18}$'
     or not pg_input_is_valid(v_parts[2], 'pg_snapshot') or not pg_input_is_valid(coalesce(nullif(v_parts[3], ''), '1:1:'), 'pg_snapshot') then
    raise exception 'this is no journal cursor: "%"', left(p_cursor, 80)
      using errcode = 'UB400', hint = 'Start with read_events(null) and give back the cursor it answers, unchanged.';
  end if;

  v_from := v_parts[2]::pg_snapshot;
  v_to := coalesce(nullif(v_parts[3], '')::pg_snapshot, v_now);
  v_last := v_parts[4]::bigint;
  if v_parts[1] <> v_here or pg_snapshot_xmax(v_from) > pg_snapshot_xmax(v_now) or pg_snapshot_xmax(v_to) > pg_snapshot_xmax(v_now)
     or exists (select from hub.retention as r where r.table_name = 'hub.events' and r.dropped_xid >= pg_snapshot_xmin(v_from)) then
    raise exception 'this journal cursor is gone'
      using errcode = 'UB410', hint = 'Load the tables afresh, then follow from read_events(null).';
  end if;

  return query select * from hub.journal_page(v_from, v_to, v_last, p_limit, v_here);
  if not found and v_parts[3] <> '' then
    return query select * from hub.journal_page(v_to, v_now, 0, p_limit, v_here);
  end if;
end
$$;

comment on function hub.read_events is 'Follow the journal: select * from hub.read_events(:cursor); start with null.';
