create or replace function hub.measure_minutes(p_from timestamptz, p_to timestamptz, p_latency boolean default true)
returns table (minute timestamptz, created bigint, completed bigint, failed bigint, latency_sum float8, latency_hist bigint[])
language plpgsql stable security definer set search_path = '' set enable_seqscan = off
as $$
-- What was made, and how many attempts completed and failed, minute by minute from p_from on: of the rollup as far as it
-- goes (hub.fold_metrics), and of the rows themselves since, so that a render counts at once, whether
-- anybody folds or not; the minute in which the rollup ends comes in two rows (but see hub.count_orders). Who wants
-- no latencies (p_latency) is told them only as far as the rollup goes: looking them up one by one is most of the work.
declare
  v_from   timestamptz := date_trunc('minute', p_from);
  v_folded timestamptz := hub.folded_until(v_from, p_to);
begin
  return query
  select t.at, t.created, t.completed, t.failed, t.latency_sum, t.latency_hist
  from hub.metrics_total as t
  where t.minutes = 1 and t.at >= v_from and t.at < v_folded
  union all
  select c.minute, sum(c.created), sum(c.completed), sum(c.failed), coalesce(sum(c.latency), 0), hub.histogram(array_agg(c.latency) filter (where c.latency is not null))::bigint[]
  from (
    select date_trunc('minute', a.finished_at) as minute, 0 as created, (a.outcome <> 'failed')::int as completed, (a.outcome = 'failed')::int as failed, case when p_latency and a.outcome <> 'failed' then
      extract(epoch from a.finished_at - (select i.recorded_at from public.render_instructions as i where i.id = a.instruction_id))::float8 end as latency
    from hub.attempts as a
    where a.finished_at >= v_folded and a.finished_at <= p_to and a.started_at > v_folded - interval '8 days' and a.started_at <= p_to and a.outcome in ('completed', 'reconciled', 'failed')
    union all
    select date_trunc('minute', i.recorded_at), 1, 0, 0, null
    from public.render_instructions as i
    where i.id >= hub.first_instruction_since(v_folded) and i.recorded_at >= v_folded and i.recorded_at <= p_to
  ) as c
  group by c.minute;
end
$$;

comment on function hub.measure_minutes is 'Made and completed by minute: select * from hub.measure_minutes(now() - interval ''1 hour'', now()) order by minute desc;';
