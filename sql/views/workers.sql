create or replace view ops.workers as
select hub.fit(w.host, 13) as host,
  case
    when w.lost_at is not null or w.last_seen_at < hub.clock() - interval '1 minute' and h.holds > 0 then 'lost ' || h.holds
    when w.last_seen_at < hub.clock() - interval '1 minute' then 'away'
    when w.avoid_until > hub.clock() then 'to ' || to_char(w.avoid_until, 'HH24:MI')
    when p.id is not null then 'paused'
    when h.holds > 0 then 'renders ' || h.holds else 'idle' end as stands,
  date_trunc('second', hub.clock() - w.last_seen_at) as seen,
  case when p.id is null then format('select hub.pause(%L,user,%L);', 'worker:' || w.id, 'why')
    else format('select hub.resume(%L,user,%L);', 'worker:' || w.id, 'why') end as remedy
from hub.workers as w
cross join lateral (select count(*) as holds from public.render_instructions as i where i.worker_id = w.id and i.status = 'processing') as h
left join hub.pauses as p on p.scope = 'worker:' || w.id and p.resumed_at is null
where w.last_seen_at > hub.clock() - interval '1 day'
order by h.holds > 0 and w.last_seen_at < hub.clock() - interval '1 minute' desc, w.last_seen_at desc, w.host;

comment on view ops.workers is 'Render workers of the last day, lost ones first (old pollers do not register): select * from ops.workers;';
