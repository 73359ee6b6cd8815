create or replace view ops.health as
with given as (
  select s.key, s.value, (s.value #>> '{}' || ' ' || s.unit)::interval as span from hub.settings as s
  where s.key in ('blind.after', 'leader.silent_after', 'worker.silent_after')
),
live as (
  -- ordered as the index is: asked with `exists`, stale statistics would look through history for the first one
  select (select i.id from public.render_instructions as i where i.status = 'pending' and i.eligible_at is not null order by i.priority, i.eligible_at, i.id limit 1) is not null as waits,
    (select i.id from public.render_instructions as i where i.status = 'processing' and i.worker_id is null order by i.id limit 1) is not null as polled
)
select h.part, case h.level when 0 then 'ok' when 1 then 'degraded' else 'down' end as stands, hub.fit(h.why, 24) as why, h.remedy
from (
  select 'tick' as part, case when t.age < g.span then 0 when t.age < interval '1 minute' then 1 else 2 end as level,
    case when t.age >= g.span and b.pid is not null then 'one hangs in pid ' || b.pid
      else coalesce('looked ' || date_trunc('second', t.age) || ' ago', 'never looked') end as why,
    case when t.age >= g.span and b.pid is not null then format('select pg_terminate_backend(%s);', b.pid) else 'select * from hub.tick();' end as remedy
  from (select hub.clock() - (select (s.state ->> 'at')::timestamptz from hub.detector_state as s where s.detector = 'tick' and s.subject = 'global') as age) as t
  join given as g on g.key = 'blind.after'
  left join lateral (  -- the lock of tick(): who holds it for long has left a transaction open
    select l.pid from pg_catalog.pg_locks as l
    where l.locktype = 'advisory' and l.classid = 7461 and l.objid = 3 and l.objsubid = 2 and l.granted and l.pid <> pg_backend_pid()
      and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = current_database())
    limit 1
  ) as b on true
  union all
  select 'leader', case when l.age < g.span then 0 else 2 end,
    case when l.age < g.span then 'a hub leads' else 'no hub leads: start one' end, 'select * from hub.tick();'
  from (select clock_timestamp() - to_timestamp(q.last_value / 1000.0) as age from hub.leader_seen as q) as l
  join given as g on g.key = 'leader.silent_after'
  union all
  select 'listener', (count(*) > 0)::int, coalesce(min(e.title), 'no hub complains'), 'select * from ops.alerts;'
  from public.monitoring_events as e where e.kind = 'hub_degraded' and e.subject like 'listener:%' and e.state <> 'resolved'
  union all
  select 'alerts', (count(*) filter (where e.severity in ('critical', 'error')) > 0)::int,
    format('%s open, %s crit, %s erro', count(*), count(*) filter (where e.severity = 'critical'), count(*) filter (where e.severity = 'error')),
    'select * from ops.alerts;'
  from public.monitoring_events as e where e.state in ('firing', 'recovering') and e.suppressed_by is null and e.event_type <> 'action'
  union all
  select 'weeks ahead', case when w.ahead > 1 then 0 when w.ahead = 1 then 1 else 2 end, w.ahead || ' weeks are made ahead', 'call hub.maintain();'
  from (
    select least(count(*) filter (where i.inhparent = 'hub.events'::regclass), count(*) filter (where i.inhparent = 'hub.attempts'::regclass)) as ahead
    from pg_catalog.pg_inherits as i
    join pg_catalog.pg_class as c on c.oid = i.inhrelid
    where i.inhparent in ('hub.events'::regclass, 'hub.attempts'::regclass)
      and c.relname ~ '_w[0-9]{8}$' and right(c.relname, 8) > to_char(hub.clock() at time zone 'UTC', 'YYYYMMDD')
  ) as w
  union all
  select 'stray rows', d.used::int, case when d.used then 'rows lie in no week' else 'all rows have their week' end, 'call hub.maintain();'
  from (select exists (select from hub.events_default) or exists (select from hub.attempts_default) as used) as d
  union all
  select 'journal', case when r.lag is null or r.lag > interval '15 seconds' then 1 else 0 end,
    case when r.lag is null then 'has not begun' when r.lag >= interval '1 second' then date_trunc('second', r.lag) || ' behind' else 'has read everything' end,
    'select * from hub.tick();'
  from (
    select greatest(hub.clock() - m.moved, interval '0') * (coalesce(n.newest > m.moved, false))::int as lag
    from (select max(j.updated_at) as moved from hub.journal_readers as j) as m
    cross join (
      select (
        select e.at from hub.events as e
        where e.at > (select hub.clock()) - interval '8 days' and e.at <= (select hub.clock()) + interval '1 day'
        order by e.id desc limit 1
      ) as newest
    ) as n
  ) as r
  union all
  select 'messages', (count(*) filter (where m.dead_at is not null) > 0)::int,
    coalesce(string_agg(c.name, ', ' order by c.name) filter (where m.dead_at is not null) || ': dead', count(*) || ' channels, none dead'),
    'select doc from hub.list_channels();'
  from hub.channels as c
  left join hub.channel_health as m on m.channel_id = c.id
  where c.enabled
  union all
  select 'notify', (q.usage > 0.01)::int, round((100 * q.usage)::numeric, 2) || ' % are used', 'select pid, state from pg_stat_activity;'
  from (select pg_catalog.pg_notification_queue_usage() as usage) as q
  union all
  select 'workers', case when w.heard = 0 and l.waits and not l.polled then 2 else 0 end,
    w.heard || ' about' || case when w.heard > 0 then '' when l.polled then '; pollers are' when l.waits then ', work waits' else ', nothing waits' end,
    'select * from ops.workers;'
  from live as l
  cross join (
    select count(*) as heard from hub.workers as w
    where w.lost_at is null and w.last_seen_at > (select hub.clock()) - (select g.span from given as g where g.key = 'worker.silent_after')
  ) as w
  union all
  select 'pauses', (count(*) > 0)::int, coalesce(string_agg(p.scope, ', ' order by p.id), 'nothing is paused'),
    case when count(*) = 0 then 'select * from ops.queue;' else format('select hub.resume(scope,user,%L) from hub.pauses where id=%s;', 'why', min(p.id)) end
  from hub.pauses as p where p.resumed_at is null
) as h
order by h.level desc, h.part;

comment on view ops.health is 'Whether the hub itself works, part by part, worst first: select * from ops.health;';
comment on column ops.health.part is 'tick: the detectors; leader: the hub process that acts; listener: its ear; weeks ahead, stray rows: the partitions of history; messages: the channels of alerts; notify: the server''s queue of notifications.';
comment on column ops.health.stands is 'ok; degraded: it works, but slower or with less; down: it does not work.';
comment on column ops.health.remedy is 'What to do, or where to look. pauses: ends the oldest one.';
