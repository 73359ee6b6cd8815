create or replace function hub.last_movement(p_at timestamptz) returns timestamptz
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- When rendering last moved within the hour before p_at: an attempt that a worker ended, or
  -- one that began and still runs. Null: not within the hour.
  select greatest(
    (select a.finished_at from hub.attempts as a
     where a.finished_at > p_at - interval '1 hour' and a.finished_at <= p_at and a.started_at > p_at - interval '8 days'
       and a.outcome in ('completed', 'reconciled', 'failed', 'released')
     order by a.finished_at desc limit 1),
    (select max(i.started_at) from public.render_instructions as i where i.status = 'processing' and i.started_at > p_at - interval '1 hour'))
$$;

comment on function hub.last_movement is 'When rendering last moved: select hub.last_movement(now());';
