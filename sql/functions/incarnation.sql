create or replace function hub.incarnation() returns text
language sql stable security definer set search_path = ''
as $$
  -- Which life of this database a journal cursor belongs to: transaction ids mean nothing
  -- in another cluster, on another timeline, or after a restore (raise the setting then).
  select concat_ws('-',
    (select c.system_identifier from pg_catalog.pg_control_system() as c),
    left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8),
    hub.setting_text('incarnation'))
$$;

comment on function hub.incarnation is 'Life of the database, part of every journal cursor: select hub.incarnation();';
