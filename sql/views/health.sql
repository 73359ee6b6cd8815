create or replace view ops.health as
select h.part, case h.level when 0 then 'ok' when 1 then 'degraded' else 'down' end as stands, h.why, h.remedy
from (
  select 'tick' as part, case when t.age < interval '15 seconds' then 0 when t.age < interval '1 minute' then 1 else 2 end as level,
    coalesce('last ' || date_trunc('second', t.age) || ' ago', 'never ran') as why, 'select * from hub.tick();' as remedy
  from (select hub.clock() - (select (s.state ->> 'at')::timestamptz from hub.detector_state as s where s.detector = 'tick') as age) as t
  union all
  select 'leader', case when l.age < 5 then 0 else 2 end, case when l.seen = 0 then 'no hub has led' else 'looked ' || round(l.age) || ' s ago' end, 'select * from hub.tick();'
  from (select last_value as seen, extract(epoch from clock_timestamp()) - last_value / 1000.0 as age from hub.leader_seen) as l
  union all
  select 'listener', (count(*) > 0)::int, coalesce(left(min(e.title), 50), 'no hub complains'), 'select * from ops.alerts;'
  from public.monitoring_events as e where e.kind = 'hub_degraded' and e.subject like 'listener:%' and e.state <> 'resolved'
  union all
  select 'weeks ahead', case when count(*) >= 2 then 0 else 1 end, count(*) || ' weeks of the journal lie ahead', 'call hub.maintain();'
  from pg_catalog.pg_inherits as i
  join pg_catalog.pg_class as c on c.oid = i.inhrelid
  where i.inhparent = 'hub.events'::regclass and c.relname > 'events_w' || to_char(hub.clock(), 'YYYYMMDD')
  union all
  select 'default weeks', d.used::int, case when d.used then 'rows lie in no week of their own' else 'all rows have their week' end, 'call hub.maintain();'
  from (select exists (select from hub.events_default) or exists (select from hub.attempts_default) as used) as d
  union all
  select 'notifications', case when pg_notification_queue_usage() > 0.01 then 1 else 0 end, round((100 * pg_notification_queue_usage())::numeric, 2) || ' % of the queue',
    'select pid, state from pg_stat_activity;'
  union all
  select 'workers', case when count(*) > 0 then 0 else 1 end, count(*) || ' heard of within a minute', 'select * from ops.workers;'
  from hub.workers as w where w.last_seen_at > hub.clock() - interval '1 minute'
  union all
  select 'pauses', (count(*) > 0)::int, coalesce(left(string_agg(p.scope, ', '), 50), 'nothing is paused'),
    case when count(*) > 0 then format('select hub.resume(%L, user, %L);', min(p.scope), 'why') else 'select * from ops.queue;' end
  from hub.pauses as p where p.resumed_at is null
  union all
  select 'journal reader', case when max(r.updated_at) is null then 1 else 0 end, coalesce('moved ' || date_trunc('second', hub.clock() - max(r.updated_at)) || ' ago', 'never read'),
    'select * from hub.tick();'
  from hub.journal_readers as r
) as h
order by h.level desc, h.part;

comment on view ops.health is 'The hub about itself, worst first: select * from ops.health;';
