create or replace function hub.stale_cause(p_template text, p_priority int, p_since timestamptz, p_now timestamptz) returns text
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- Why runnable work waits, in this order: nobody is there; nobody who is there can render
  -- it; more urgent work was taken since; none of these.
  select case
    when not exists (select from hub.live_workers(p_now)) then 'workers'
    when not hub.can_render(p_template, p_now) then 'template:' || p_template
    when exists (
      select from hub.attempts as a
      where a.finished_at > p_since and a.started_at > p_since and a.priority < p_priority
    ) or exists (
      select from public.render_instructions as i where i.status = 'processing' and i.started_at > p_since and i.priority < p_priority
    ) then 'starved:' || p_priority
    else 'unknown'
  end
$$;

comment on function hub.stale_cause is 'Why work waits: select hub.stale_cause(template_name, priority, waiting_since, now()) from hub.waiting_work(now());';
