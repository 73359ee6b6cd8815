create or replace function hub.measure_window(
  p_from timestamptz, p_to timestamptz,
  out throughput float8, out avg_latency float8, out error_rate float8
)
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_nestloop = off
as $$
-- How rendering went in (p_from, p_to]: completed per hour, mean seconds from the
-- instruction's arrival to its first output, and the share of instructions that failed
-- among those that an attempt ended for. Each instruction counts once however often it
-- retried; what was cancelled, handed back or rescued is neither success nor failure.
-- Nothing ended in the window: null, because no figure would be true.
declare
  v_done   record;
  v_failed record;
begin
  select * into v_done from hub.measure_completed(p_from, p_to);
  select count(*) as failed, count(*) filter (where not q.came_right) as never into v_failed
  from (
    select f.instruction_id, bool_or(f.righted_at is not null) as came_right
    from hub.failures(p_from + interval '1 microsecond', p_to) as f
    group by f.instruction_id
  ) as q;

  if v_done.completed + v_failed.failed > 0 then
    throughput := v_done.completed * 3600 / extract(epoch from p_to - p_from)::float8;
    error_rate := v_failed.failed::float8 / (v_done.completed + v_failed.never);
  end if;
  avg_latency := v_done.latency / nullif(v_done.delivered, 0);
end
$$;

comment on function hub.measure_window is 'Throughput, latency and error rate: select * from hub.measure_window(now() - interval ''1 hour'', now());';
