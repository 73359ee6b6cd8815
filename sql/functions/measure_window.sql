create or replace function hub.measure_window(
  p_from timestamptz, p_to timestamptz,
  out throughput float8, out avg_latency float8, out error_rate float8
)
language sql stable set search_path = ''
as $$
  -- How rendering went in (p_from, p_to]: completed per hour, mean seconds from the
  -- instruction's arrival to its first output, and the share of instructions that failed
  -- among those that an attempt ended for. Each instruction counts once however often it
  -- retried; what was cancelled, handed back or rescued is neither success nor failure.
  -- Nothing ended in the window: null, because no figure would be true.
  with ended as (
    select count(distinct a.instruction_id) as finished,
      count(distinct a.instruction_id) filter (where a.outcome = 'failed') as failed,
      count(distinct a.instruction_id) filter (where a.outcome in ('completed', 'reconciled')) as completed
    from hub.attempts as a
    where a.finished_at > p_from and a.finished_at <= p_to
      and a.outcome in ('completed', 'reconciled', 'failed')
  ),
  delivered as (
    select o.instruction_id, min(o.recorded_at) as at
    from public.render_outputs as o
    where o.recorded_at > p_from and o.recorded_at <= p_to and o.status = 'completed'
    group by o.instruction_id
  )
  select
    case when e.finished > 0 then e.completed * 3600 / extract(epoch from p_to - p_from)::float8 end,
    (
      select avg(extract(epoch from d.at - i.recorded_at))::float8
      from delivered as d
      join public.render_instructions as i on i.id = d.instruction_id
      where not exists (
        select from public.render_outputs as o
        where o.instruction_id = d.instruction_id and o.status = 'completed' and o.recorded_at <= p_from
      )
    ),
    e.failed::float8 / nullif(e.finished, 0)
  from ended as e
$$;

comment on function hub.measure_window is 'Throughput, latency and error rate: select * from hub.measure_window(now() - interval ''1 hour'', now());';
