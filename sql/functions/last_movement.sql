create or replace function hub.last_movement(p_at timestamptz) returns timestamptz
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- When rendering last moved within the hour before p_at: an attempt that a worker ended, one
-- that began and still runs, or progress that was journaled of one that runs. Null: not within the hour.
-- In PL/pgSQL because its plan is kept: planning over a year of partitions takes longer than the answer.
begin
  return (
    select greatest(
      (select a.finished_at from hub.attempts as a
       where a.finished_at > p_at - interval '1 hour' and a.finished_at <= p_at and a.started_at > p_at - interval '8 days'
         and a.outcome in ('completed', 'reconciled', 'failed', 'released')
       order by a.finished_at desc limit 1),
      (select max(i.started_at) from public.render_instructions as i where i.status = 'processing' and i.started_at > p_at - interval '1 hour'),
    (select max(p.at) from public.render_instructions as i
     cross join lateral (
       select e.at from hub.events as e
       where e.subject = 'instruction:' || i.id and e.at > p_at - interval '1 hour' and e.at <= p_at and e.kind = 'instruction.progressed'
       order by e.id desc limit 1
     ) as p
     where i.status = 'processing' and i.progress > 0))
  );
end
$$;

comment on function hub.last_movement is 'When rendering last moved: select hub.last_movement(now());';
