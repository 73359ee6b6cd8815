create or replace function hub.old_weeks(p_table text, p_until timestamptz) returns setof date
language sql stable set search_path = ''
as $$
  -- The weeks of hub.events or hub.attempts that end before a time, the oldest first.
  select w.week
  from pg_catalog.pg_inherits as i
  join pg_catalog.pg_class as c on c.oid = i.inhrelid
  cross join lateral (select substring(c.relname from '_w([0-9]{8})$')::date as week) as w
  where i.inhparent = to_regclass('hub.' || p_table) and w.week is not null and (w.week + 7)::timestamp at time zone 'UTC' <= p_until
  order by w.week
$$;

comment on function hub.old_weeks is 'Weeks that end before a time: select * from hub.old_weeks(''events'', now());';
