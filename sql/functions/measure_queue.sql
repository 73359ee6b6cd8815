create or replace function hub.measure_queue(p_now timestamptz default null) returns jsonb
language sql stable security definer
  set search_path = '' set timezone = 'UTC' set enable_seqscan = off set hub.now = ''
as $$
  -- What is in the queue now: ready ones, those put off until later, those under way, failed ones that
  -- return by themselves; and since when the oldest ready one that is not held back has waited, null when none does.
  with ready as (
    select min(w.waiting_since) as since from hub.waiting_work(hub.clock(p_now)) as w
  )
  select jsonb_build_object(
    'at', hub.clock(p_now),
    'pending', (select count(*) from public.render_instructions as i where i.status = 'pending'),
    'processing', (select count(*) from public.render_instructions as i where i.status = 'processing'),
    'deferred', (select count(*) from public.render_instructions as i where i.status = 'pending' and i.eligible_at is null),
    'retrying', (select count(*) from public.render_instructions as i where i.retry_at is not null),
    'waiting_since', r.since,
    'oldest_wait', extract(epoch from hub.clock(p_now) - r.since)::float8)
  from ready as r
$$;

comment on function hub.measure_queue is 'How long the queue is: select jsonb_pretty(hub.measure_queue());';
