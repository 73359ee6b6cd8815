create or replace function hub.measure_window(
  p_from timestamptz, p_to timestamptz,
  out throughput float8, out avg_latency float8, out error_rate float8
)
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
-- How rendering went in (p_from, p_to]: completed per hour, mean seconds from the
-- instruction's arrival to its first output, and the share of instructions that failed
-- among those that an attempt ended for. Each instruction counts once however often it
-- retried; what was cancelled, handed back or rescued is neither success nor failure.
-- Nothing ended in the window: null, because no figure would be true.
--
-- Whole minutes come from the rollup, as far as it goes; only the edges, and what failed,
-- are looked up one by one: an hour may hold some hundred thousand renders. What is looked up is little, whatever the planner
-- believes of a time it does not know: joins that read whole tables are off.
declare
  v_first  timestamptz := date_trunc('minute', p_from) + case when p_from > date_trunc('minute', p_from) then interval '1 minute' else interval '0' end;
  v_last   timestamptz := hub.folded_until(v_first, p_to);
  c_tick   constant interval := '1 microsecond';
  v_rolled record;
  v_edge   record;
  v_failed record;
begin
  select coalesce(sum(r.completed), 0) as completed, coalesce(sum(r.latency_sum), 0) as latency,
    coalesce(sum((select sum(h) from unnest(r.latency_hist) as h)), 0) as delivered
  into v_rolled
  from hub.rolled_up(v_first, v_last) as r;

  select count(distinct a.instruction_id) as completed into v_edge
  from (values (p_from, v_first - c_tick), (greatest(p_from, v_last - c_tick), p_to)) as e (after, until)
  cross join lateral (
    select q.instruction_id from hub.attempts as q
    where q.finished_at > e.after and q.finished_at <= e.until and q.started_at > e.after - interval '8 days' and q.started_at <= e.until and q.outcome in ('completed', 'reconciled')
  ) as a;

  select count(*) as failed, count(*) filter (where not exists (
      select from hub.attempts as s
      where s.instruction_id = f.instruction_id and s.finished_at + interval '0' > p_from and s.finished_at + interval '0' <= p_to  -- by id, never along the times
        and s.started_at > p_from - interval '8 days' and s.started_at <= p_to and s.outcome in ('completed', 'reconciled'))) as never
  into v_failed
  from (
    select distinct a.instruction_id from hub.attempts as a
    where a.finished_at > p_from and a.finished_at <= p_to and a.started_at > p_from - interval '8 days' and a.started_at <= p_to and a.outcome = 'failed') as f;

  if v_rolled.completed + v_edge.completed + v_failed.failed > 0 then
    throughput := (v_rolled.completed + v_edge.completed) * 3600 / extract(epoch from p_to - p_from)::float8;
    error_rate := v_failed.failed::float8 / (v_rolled.completed + v_edge.completed + v_failed.never);
  end if;
  select (v_rolled.latency + coalesce(sum(extract(epoch from d.at - i.recorded_at)), 0))::float8 / nullif(v_rolled.delivered + count(*), 0) into avg_latency
  from (
    select o.instruction_id, min(o.recorded_at) as at
    from (values (p_from, v_first - c_tick), (greatest(p_from, v_last - c_tick), p_to)) as e (after, until)
    cross join lateral (
      select q.instruction_id, q.recorded_at from public.render_outputs as q
      where q.recorded_at > e.after and q.recorded_at <= e.until and q.status = 'completed'
    ) as o
    group by o.instruction_id
  ) as d
  join public.render_instructions as i on i.id = d.instruction_id
  where not exists (
    select from public.render_outputs as o
    where o.instruction_id = d.instruction_id and o.status = 'completed' and o.recorded_at < d.at);
end
$$;

comment on function hub.measure_window is 'Throughput, latency and error rate: select * from hub.measure_window(now() - interval ''1 hour'', now());';
