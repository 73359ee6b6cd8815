create or replace function hub.next_detection(p_now timestamptz) returns timestamptz
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- When a deadline that people were promised is next passed, for tick() to look right then:
  -- runnable work that waits too long, a premium hand whose graphic should be there, a worker
  -- that is silent for too long with work in its hands. A second later, so that a detector
  -- that is asked once a second has either seen it or is due. Null when none lies ahead.
  select interval '1 second' + least(
    (select min(w.waiting_since + w.allowed) from hub.waiting_work(p_now) as w where w.waiting_since + w.allowed > p_now),
    (select min(h.recorded_at) + hub.setting_interval('orphan.grace_min') from public.hands as h
     where h.is_premium and h.recorded_at > p_now - hub.setting_interval('orphan.grace_min')),
    (select min(w.last_seen_at) + hub.setting_interval('worker.lost_after') from hub.workers as w
     where w.last_seen_at > p_now - hub.setting_interval('worker.lost_after')
       and exists (select from public.render_instructions as i where i.worker_id = w.id and i.status = 'processing')))
$$;

comment on function hub.next_detection is 'When a detector has to look next: select hub.next_detection(now());';
