create or replace function hub.fold_rows(p_from timestamptz, p_to timestamptz, p_anew boolean) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Roll up what ended and came in [p_from, p_to) by minute and template, and what was completed by ten seconds. Anew:
-- the figures of whole minutes are replaced; else they are added, and nobody may add the same time twice (fold_metrics
-- remembers how far it came, in the same transaction). Then, of all templates together, these minutes and their quarters of an hour.
declare
  c_origin constant timestamptz := '2000-01-01 00:00:00+00';
begin
  with c as materialized (
    select a.finished_at as at, a.template_name,
      (a.outcome in ('completed', 'reconciled'))::int as completed, (a.outcome = 'failed')::int as failed, (a.outcome = 'rescued')::int as rescued,
      0 as created, case when not exists (
        select from public.render_outputs as o
        where o.instruction_id = a.instruction_id and o.status = 'completed' and o.recorded_at < a.started_at
      ) then extract(epoch from a.finished_at - i.recorded_at)::float8 end as latency  -- of what is rendered again only the first counts
    from hub.attempts as a
    left join public.render_instructions as i on i.id = a.instruction_id
    where a.finished_at >= p_from and a.finished_at < p_to and a.started_at > p_from - interval '8 days' and a.started_at < p_to
      and a.outcome in ('completed', 'reconciled', 'failed', 'rescued')
    union all
    select i.recorded_at, i.template_name, 0, 0, 0, 1, null
    from public.render_instructions as i
    where i.id >= hub.first_instruction_since(p_from)
      and i.recorded_at >= p_from and i.recorded_at < p_to
  ), tens as (
    insert into hub.metrics_tens as n (at, completed, delivered, latency_sum, latency_hist)
    select date_bin('10 seconds', c.at, c_origin), count(*), count(c.latency), coalesce(sum(c.latency), 0), hub.histogram(array_agg(c.latency))
    from c
    where c.completed = 1
    group by 1
    on conflict (at) do update
    set completed = excluded.completed + case when p_anew then 0 else n.completed end,
      delivered = excluded.delivered + case when p_anew then 0 else n.delivered end,
      latency_sum = excluded.latency_sum + case when p_anew then 0 else n.latency_sum end,
      latency_hist = case when p_anew then excluded.latency_hist else hub.add_histograms(n.latency_hist, excluded.latency_hist) end
    where not p_anew or (n.completed, n.delivered, n.latency_sum, n.latency_hist) is distinct from (excluded.completed, excluded.delivered, excluded.latency_sum, excluded.latency_hist)
  )
  insert into hub.metrics_minute as m (minute, template_name, completed, failed, rescued, created, latency_sum, latency_hist)
  select date_trunc('minute', c.at), c.template_name, sum(c.completed), sum(c.failed), sum(c.rescued), sum(c.created),
    coalesce(sum(c.latency) filter (where c.completed = 1), 0), hub.histogram(array_agg(c.latency) filter (where c.completed = 1))
  from c
  group by 1, 2
  on conflict (minute, template_name) do update
  set completed = excluded.completed + case when p_anew then 0 else m.completed end,
    failed = excluded.failed + case when p_anew then 0 else m.failed end,
    rescued = excluded.rescued + case when p_anew then 0 else m.rescued end,
    created = excluded.created + case when p_anew then 0 else m.created end,
    latency_sum = excluded.latency_sum + case when p_anew then 0 else m.latency_sum end,
    latency_hist = case when p_anew then excluded.latency_hist else hub.add_histograms(m.latency_hist, excluded.latency_hist) end
  where not p_anew or (m.completed, m.failed, m.rescued, m.created, m.latency_sum) is distinct from
    (excluded.completed, excluded.failed, excluded.rescued, excluded.created, excluded.latency_sum);

  insert into hub.metrics_total as t (minutes, at, created, completed, failed, latency_sum, latency_hist)
  select 1, m.minute, sum(m.created), sum(m.completed), sum(m.failed), sum(m.latency_sum), array[
    sum(m.latency_hist[1]), sum(m.latency_hist[2]), sum(m.latency_hist[3]), sum(m.latency_hist[4]), sum(m.latency_hist[5]), sum(m.latency_hist[6]), sum(m.latency_hist[7]),
    sum(m.latency_hist[8]), sum(m.latency_hist[9]), sum(m.latency_hist[10]), sum(m.latency_hist[11]), sum(m.latency_hist[12]), sum(m.latency_hist[13]), sum(m.latency_hist[14])]
  from hub.metrics_minute as m
  where m.minute >= date_trunc('minute', p_from) and m.minute < p_to
  group by m.minute
  on conflict (minutes, at) do update
  set created = excluded.created, completed = excluded.completed, failed = excluded.failed, latency_sum = excluded.latency_sum, latency_hist = excluded.latency_hist
  where (t.created, t.completed, t.failed, t.latency_sum) is distinct from (excluded.created, excluded.completed, excluded.failed, excluded.latency_sum);
  insert into hub.metrics_total as t (minutes, at, created, completed, failed, latency_sum, latency_hist)
  select 15, date_bin('15 minutes', m.at, c_origin), sum(m.created), sum(m.completed), sum(m.failed), sum(m.latency_sum), array[
    sum(m.latency_hist[1]), sum(m.latency_hist[2]), sum(m.latency_hist[3]), sum(m.latency_hist[4]), sum(m.latency_hist[5]), sum(m.latency_hist[6]), sum(m.latency_hist[7]),
    sum(m.latency_hist[8]), sum(m.latency_hist[9]), sum(m.latency_hist[10]), sum(m.latency_hist[11]), sum(m.latency_hist[12]), sum(m.latency_hist[13]), sum(m.latency_hist[14])]
  from hub.metrics_total as m
  where m.minutes = 1 and m.at >= date_bin('15 minutes', p_from, c_origin) and m.at < date_bin('15 minutes', p_to + interval '15 minutes', c_origin)
  group by 2
  on conflict (minutes, at) do update
  set created = excluded.created, completed = excluded.completed, failed = excluded.failed, latency_sum = excluded.latency_sum, latency_hist = excluded.latency_hist
  where (t.created, t.completed, t.failed, t.latency_sum) is distinct from (excluded.created, excluded.completed, excluded.failed, excluded.latency_sum);
end
$$;

comment on function hub.fold_rows is 'Used by fold_metrics: rolls up what ended in a time.';
