create or replace function hub.sample_queue(p_now timestamptz) returns void
language sql volatile set search_path = '' set enable_seqscan = off
as $$
  -- Note how long the queue is, of each minute the longest: called by fold_metrics every ten
  -- seconds. What is held back waits on purpose and is left out.
  insert into hub.metrics_queue as q (minute, waiting, oldest_wait)
  select date_trunc('minute', p_now), hub.count_waiting(p_now),
    coalesce((select extract(epoch from p_now - min(w.waiting_since)) from hub.waiting_work(p_now) as w), 0)
  on conflict (minute) do update
  set waiting = greatest(q.waiting, excluded.waiting), oldest_wait = greatest(q.oldest_wait, excluded.oldest_wait)
$$;

comment on function hub.sample_queue is 'Used by fold_metrics: how long the queue is at this moment.';
