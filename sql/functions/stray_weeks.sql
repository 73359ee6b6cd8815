create or replace function hub.stray_weeks(p_table text) returns setof date
language sql stable security definer set search_path = '' set enable_seqscan = off
as $$
  -- The weeks of rows that lie in the default partition of hub.events or hub.attempts, of the
  -- first thousand of them: the rest the next time.
  select distinct date_trunc('week', s.at at time zone 'UTC')::date
  from (
    (select d.at from hub.events_default as d where p_table = 'events' order by d.id limit 1000)
    union all
    (select d.started_at from hub.attempts_default as d where p_table = 'attempts' order by d.instruction_id, d.attempt limit 1000)
  ) as s
$$;

comment on function hub.stray_weeks is 'Weeks of history that have no partition yet: select * from hub.stray_weeks(''events'');';
