create or replace function hub.next_deadline() returns timestamptz
language sql stable security definer set search_path = '' set enable_seqscan = off
as $$
  -- When tick() next has something to do that nobody will ring for: the earliest retry,
  -- deferred start, expiry, end of a lease, decision of a rule, look of a detector or message; null when nothing waits
  -- for a time. What a remedy that is off would do is not waited for. Each is the first row of an index, or a look at what is being rendered.
  select least(
    (select min(r.retry_at) from public.render_instructions as r where hub.remedy_acts('retry')),
    (select min(r.not_before) from public.render_instructions as r where r.status = 'pending' and r.eligible_at is null),
    (select min(r.expires_at) from public.render_instructions as r where r.status = 'pending' and hub.setting_text('remedy.expire') = 'act'),
    (select min(r.lease_expires_at) from public.render_instructions as r where r.status = 'processing' and hub.setting_text('remedy.rescue') = 'act'),
    (select min(w.due_at) from hub.rule_work as w where w.due_at < 'infinity'),
    (select min(m.due_at) from hub.alert_marks as m),
    (select min(s.due_at) from hub.stories as s where s.state <> 'closed'),
    (select min(h.failing_since) + hub.setting_interval('channel.dead_after') from hub.channel_health as h where h.dead_at is null),
    hub.next_detection(now()))
$$;

comment on function hub.next_deadline is 'When something is due next: select hub.next_deadline();';
