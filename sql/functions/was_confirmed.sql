create or replace function hub.was_confirmed(p_kind text, p_subject text, p_from timestamptz, p_to timestamptz) returns boolean
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- What people said of the real alerts of a cause at a time: true when one was rated useful,
  -- acknowledged, or resolved by a person without calling it a false alarm; false when it was
  -- called one; null when nobody said anything. Stale work is told by its cause, which a replay
  -- does not know: any alert of that time counts.
  select bool_or(case
    when e.feedback = 'false_positive' then false
    when e.feedback = 'useful' or e.acknowledged_by is not null or e.resolved_by not like 'hub:%' then true end)
  from public.monitoring_events as e
  where e.kind = p_kind and (e.subject = p_subject or p_kind = 'stale_pending' and e.subject not like 'early:%') and e.fired_at is not null
    and coalesce(e.resolved_at, 'infinity') >= p_from and e.fired_at <= coalesce(p_to, e.fired_at)
$$;

comment on function hub.was_confirmed is 'Used by backtest: whether people took an alert for a true one.';
