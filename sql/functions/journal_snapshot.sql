create or replace function hub.journal_snapshot() returns pg_snapshot
language sql volatile set search_path = ''
as $$
  -- The present snapshot, with the caller's own transaction counted as running. Without
  -- that, what a transaction journals after it took a cursor would count as seen.
  select case
    when own.xid is null or own.xid >= pg_snapshot_xmax(s.now) then s.now
    else format('%s:%s:%s', least(pg_snapshot_xmin(s.now), own.xid), pg_snapshot_xmax(s.now), (
      select string_agg(x::text, ',' order by x)
      from (select pg_snapshot_xip(s.now) as x union select own.xid) as running))::pg_snapshot
  end
  from (select pg_current_snapshot() as now) as s,
    (select pg_current_xact_id_if_assigned() as xid) as own
$$;

comment on function hub.journal_snapshot is 'Used by read_events: the present snapshot, own transaction counted as running.';
