create or replace function hub.next_deadline() returns timestamptz
language sql stable security definer set search_path = '' set enable_seqscan = off
as $$
  -- When tick() next has something to do that nobody will ring for: the earliest retry,
  -- deferred start, expiry, end of a lease, decision of a rule or look of a detector; null when nothing waits
  -- for a time. What a remedy that is off would do is not waited for. Each is the first row of an index, or a look at what is being rendered.
  select least(
    (select min(r.retry_at) from public.render_instructions as r where hub.remedy_acts('retry')),
    (select min(r.not_before) from public.render_instructions as r where r.status = 'pending' and r.eligible_at is null),
    (select min(r.expires_at) from public.render_instructions as r where r.status = 'pending' and hub.setting_text('remedy.expire') = 'act'),
    (select min(r.lease_expires_at) from public.render_instructions as r where r.status = 'processing' and hub.setting_text('remedy.rescue') = 'act'),
    (select min(w.due_at) from hub.rule_work as w where w.due_at < 'infinity'),
    hub.next_detection(now()))
$$;

comment on function hub.next_deadline is 'When something is due next: select hub.next_deadline();';
