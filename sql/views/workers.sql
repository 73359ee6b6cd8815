create or replace view ops.workers as
with given as (
  select (s.value #>> '{}' || ' ' || s.unit)::interval as silent from hub.settings as s where s.key = 'worker.silent_after'
),
lately as (  -- what ended within an hour, by who did it; an old poller has a name only
  select a.worker_id, case when a.worker_id is null then a.claimed_by end as poller, count(*) filter (where a.outcome in ('completed', 'reconciled')) as done,
    count(*) filter (where a.outcome = 'failed') as failed, max(a.finished_at) as last
  from hub.attempts as a
  where a.finished_at > (select hub.clock()) - interval '1 hour' and a.finished_at <= (select hub.clock())
    and a.started_at > (select hub.clock()) - interval '8 days' and a.started_at <= (select hub.clock())
  group by 1, 2
),
held as (
  select i.worker_id, case when i.worker_id is null then a.claimed_by end as poller, count(*) as holds, min(i.id) as first, min(i.started_at) as since
  from public.render_instructions as i
  left join hub.attempts as a on i.worker_id is null and a.instruction_id = i.id and a.attempt = i.attempt and a.started_at = i.started_at
  where i.status = 'processing'
  group by 1, 2
),
known as (
  select w.id, w.host, w.lost_at, w.avoid_until, w.last_seen_at as seen, h.holds, h.first, l.done, l.failed,
    coalesce(h.holds > 0 and (w.lost_at is not null or w.last_seen_at < hub.clock() - g.silent), false) as lost, w.last_seen_at < hub.clock() - g.silent as silent
  from hub.workers as w
  cross join given as g
  left join held as h on h.worker_id = w.id
  left join lately as l on l.worker_id = w.id
  where h.holds > 0 or w.last_seen_at > (select hub.clock()) - interval '1 day' and w.last_seen_at <= (select hub.clock()) + interval '1 day'
  union all
  select null, coalesce(h.poller, l.poller), null, null, greatest(h.since, l.last), h.holds, h.first, l.done, l.failed, false, false
  from (select q.* from held as q where q.worker_id is null) as h
  full join (select q.* from lately as q where q.worker_id is null) as l on l.poller = h.poller
)
select hub.fit(k.host, 15) as host,
  case
    when k.lost then 'lost ' || k.holds
    when p.id is not null then 'paused'
    when k.avoid_until > hub.clock() then 'to ' || to_char(k.avoid_until at time zone (select s.value #>> '{}' from hub.settings as s where s.key = 'time_zone'), 'HH24:MI')
    when k.holds > 0 then 'renders ' || k.holds
    when k.lost_at is not null or k.silent then 'away'
    when k.id is null then 'poller' else 'idle' end as stands,
  date_trunc('second', hub.clock() - k.seen) as seen, coalesce(k.failed, 0) || '/' || coalesce(k.done, 0) + coalesce(k.failed, 0) as failed,
  case
    when k.lost then (select format('select hub.release_stuck(%s,%s,user,%L);', i.id, i.attempt, 'why') from public.render_instructions as i where i.id = k.first)
    when p.id is not null then format('select hub.resume(scope,user,%L) from hub.pauses where id=%s;', 'why', p.id) end as remedy
from known as k
left join hub.pauses as p on p.scope = 'worker:' || k.id and p.resumed_at is null
order by k.lost desc, case when k.lost then k.seen end, p.id is null, k.holds is null, k.seen desc, k.host;

comment on view ops.workers is 'Who renders, of a day, lost ones first; old pollers under the name of their login: select * from ops.workers;';
comment on column ops.workers.host is 'Hold one back: select hub.pause(''worker:'' || id, user, ''why'') from hub.workers where host = ''ae-03'' and lost_at is null order by last_seen_at desc limit 1;';
comment on column ops.workers.stands is 'lost n: silent with n in its hands; renders n; to HH:MI: gets no work until then, too much failed on it; away: ended or silent; poller: an old one.';
comment on column ops.workers.seen is 'How long ago it gave a sign of life; of an old poller: ended or took something.';
comment on column ops.workers.failed is 'Of what ended on it within an hour: failed/all.';
comment on column ops.workers.remedy is 'Gives the first thing it holds to another worker (attending workers are relieved at once by themselves); or ends the pause.';
