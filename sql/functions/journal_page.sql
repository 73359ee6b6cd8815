create or replace function hub.journal_page(p_from pg_snapshot, p_to pg_snapshot, p_last bigint, p_limit int, p_incarnation text)
returns table (id bigint, at timestamptz, kind text, subject text, doc jsonb, cause bigint, actor text, cursor text)
language plpgsql stable security definer set search_path = '' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- One page of the journal between two snapshots, after an id. The first page finds its
-- rows by transaction; later pages walk on by id, so that a long way is not sorted again
-- for every page.
#variable_conflict use_column
declare
  v_late xid8[] := array(select x from pg_snapshot_xip(p_from) as x where pg_visible_in_snapshot(x, p_to));
begin
  if p_last = 0 then
    return query
    select e.id, e.at, e.kind, e.subject, e.doc, e.cause, e.actor, concat_ws('/', p_incarnation, p_from, p_to, e.id)
    from (
      select n.* from hub.events as n
      where n.xid >= pg_snapshot_xmax(p_from) and n.xid < pg_snapshot_xmax(p_to) and pg_visible_in_snapshot(n.xid, p_to)
      union all
      select l.* from hub.events as l where l.xid = any (v_late)
    ) as e
    order by e.id
    limit p_limit;
  else
    return query
    select e.id, e.at, e.kind, e.subject, e.doc, e.cause, e.actor, concat_ws('/', p_incarnation, p_from, p_to, e.id)
    from hub.events as e
    where e.id > p_last
      and (e.xid >= pg_snapshot_xmax(p_from) and e.xid < pg_snapshot_xmax(p_to) and pg_visible_in_snapshot(e.xid, p_to)
        or e.xid = any (v_late))
    order by e.id
    limit p_limit;
  end if;
end
$$;

comment on function hub.journal_page is 'Used by read_events: one page between two snapshots.';
