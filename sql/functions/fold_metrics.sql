create or replace function hub.fold_metrics(p_now timestamptz default null) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Roll history up by minute and template: every ten seconds the minute that goes on, so that little is left to
-- be counted by whoever asks, and after each minute the last three whole ones, which are
-- counted anew, so that what committed late is in it, and after a time without tick() up to a
-- day of them; beside them what was completed by ten seconds, for windows that begin within a minute; then, of all
-- templates together, these minutes and their quarters of an hour. Counted from the tables, not added up, so doing it twice changes nothing.
declare
  v_now  timestamptz := hub.clock(p_now);
  v_fold jsonb       := hub.remembered('fold');
  v_done timestamptz := (v_fold ->> 'at')::timestamptz;
  v_to   timestamptz := date_bin('10 seconds', v_now, timestamptz '2000-01-01 00:00:00+00');
  v_this timestamptz := date_trunc('minute', v_to);
  v_goes boolean     := v_done >= v_this and v_done <= v_to;  -- within a minute that was begun
  v_from timestamptz := case when v_goes then v_this
    else greatest(date_trunc('minute', least(coalesce(v_done, v_to - interval '1 day'), v_to)) - interval '3 minutes', v_this - interval '1 day') end;
begin
  if v_done = v_to then
    return 0;
  end if;
  with c as materialized (
    select a.finished_at as at, a.template_name,
      (a.outcome in ('completed', 'reconciled'))::int as completed, (a.outcome = 'failed')::int as failed, (a.outcome = 'rescued')::int as rescued,
      0 as created, case when not exists (
        select from public.render_outputs as o
        where o.instruction_id = a.instruction_id and o.status = 'completed' and o.recorded_at < a.started_at
      ) then extract(epoch from a.finished_at - i.recorded_at)::float8 end as latency  -- of what is rendered again only the first counts
    from hub.attempts as a
    left join public.render_instructions as i on i.id = a.instruction_id
    where a.finished_at >= v_from and a.finished_at < v_to and a.started_at > v_from - interval '8 days' and a.started_at < v_to
      and a.outcome in ('completed', 'reconciled', 'failed', 'rescued')
    union all
    select i.recorded_at, i.template_name, 0, 0, 0, 1, null
    from public.render_instructions as i
    where i.id >= hub.first_instruction_since(v_from, case when v_goes then interval '15 seconds' else interval '1 hour' end) and i.recorded_at >= v_from and i.recorded_at < v_to
  ), tens as (
    insert into hub.metrics_tens as n (at, completed, delivered, latency_sum)
    select date_bin('10 seconds', c.at, timestamptz '2000-01-01 00:00:00+00'), count(*), count(c.latency), coalesce(sum(c.latency), 0)
    from c
    where c.completed = 1
    group by 1
    on conflict (at) do update
    set completed = excluded.completed, delivered = excluded.delivered, latency_sum = excluded.latency_sum
    where (n.completed, n.delivered, n.latency_sum) is distinct from (excluded.completed, excluded.delivered, excluded.latency_sum)
  )
  insert into hub.metrics_minute as m (minute, template_name, completed, failed, rescued, created, latency_sum, latency_hist)
  select date_trunc('minute', c.at), c.template_name, sum(c.completed), sum(c.failed), sum(c.rescued), sum(c.created),
    coalesce(sum(c.latency) filter (where c.completed = 1), 0), hub.histogram(array_agg(c.latency) filter (where c.completed = 1))
  from c
  group by 1, 2
  on conflict (minute, template_name) do update
  set completed = excluded.completed, failed = excluded.failed, rescued = excluded.rescued, created = excluded.created,
    latency_sum = excluded.latency_sum, latency_hist = excluded.latency_hist
  where (m.completed, m.failed, m.rescued, m.created, m.latency_sum) is distinct from
    (excluded.completed, excluded.failed, excluded.rescued, excluded.created, excluded.latency_sum);
  insert into hub.metrics_total as t (minutes, at, created, completed, latency_sum, latency_hist)
  select s.minutes, date_bin(s.minutes * interval '1 minute', m.minute, timestamptz '2000-01-01 00:00:00+00'), sum(m.created), sum(m.completed), sum(m.latency_sum), array[
    sum(m.latency_hist[1]), sum(m.latency_hist[2]), sum(m.latency_hist[3]), sum(m.latency_hist[4]), sum(m.latency_hist[5]),
    sum(m.latency_hist[6]), sum(m.latency_hist[7]), sum(m.latency_hist[8]), sum(m.latency_hist[9]), sum(m.latency_hist[10]),
    sum(m.latency_hist[11]), sum(m.latency_hist[12]), sum(m.latency_hist[13]), sum(m.latency_hist[14])]
  from hub.metrics_minute as m cross join (values (1), (15)) as s (minutes)
  where m.minute >= date_bin('15 minutes', v_from, timestamptz '2000-01-01 00:00:00+00') and m.minute < v_to
  group by 1, 2
  on conflict (minutes, at) do update
  set created = excluded.created, completed = excluded.completed, latency_sum = excluded.latency_sum, latency_hist = excluded.latency_hist
  where (t.created, t.completed, t.latency_sum) is distinct from (excluded.created, excluded.completed, excluded.latency_sum);
  perform hub.sample_queue(v_now);
  perform hub.remember('fold', jsonb_build_object('at', v_to, 'tens', coalesce((v_fold ->> 'tens')::timestamptz, v_from)));
  return 0;  -- no news to anybody
end
$$;

comment on function hub.fold_metrics is 'Roll history up by minute: select hub.fold_metrics(); select * from hub.metrics_minute order by minute desc limit 10;';
