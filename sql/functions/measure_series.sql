create or replace function hub.measure_series(p_from timestamptz, p_to timestamptz, p_step interval, p_zone text, p_latency boolean default true)
returns table (at timestamptz, seconds float8, partial boolean, created bigint, completed bigint, failures bigint, avg_latency float8, latency_hist bigint[])
language plpgsql stable security definer set search_path = '' set enable_seqscan = off
as $$
-- What was made, and how many attempts completed and failed, step by step, for charts: every step from the one in which p_from lies, which is counted
-- whole, to the present one, which is partial: not over (seconds: how much of it has passed). Counts are 0 where
-- nothing was; what cannot be said of nothing is null.
declare
  v_from timestamptz := hub.step_of(p_from, p_step, p_zone);
  v_zone text        := case when p_step = interval '1 day' then p_zone else 'UTC' end;
begin
  return query
  with rough as (
    select r.* from hub.measure_quarters(v_from, p_to, p_latency) as r where p_step >= interval '15 minutes'
    union all
    select r.* from hub.measure_minutes(v_from, p_to, p_latency) as r where p_step < interval '15 minutes'
  )
  select s.at, extract(epoch from least(s.until, p_to) - s.at)::float8, s.until > p_to, coalesce(m.created, 0), coalesce(m.completed, 0), coalesce(m.failed, 0),
    m.latency / nullif((select sum(h) from unnest(m.hist) as h), 0), m.hist
  from (
    select g at time zone v_zone as at, (g + p_step) at time zone v_zone as until
    from generate_series(v_from at time zone v_zone, p_to at time zone v_zone, p_step) as g
  ) as s
  left join (
    select hub.step_of(q.at, p_step, p_zone) as step, sum(q.created)::bigint as created, sum(q.completed)::bigint as completed, sum(q.failed)::bigint as failed,
      sum(q.latency_sum) as latency, array[
        sum(q.latency_hist[1]), sum(q.latency_hist[2]), sum(q.latency_hist[3]), sum(q.latency_hist[4]), sum(q.latency_hist[5]), sum(q.latency_hist[6]), sum(q.latency_hist[7]),
        sum(q.latency_hist[8]), sum(q.latency_hist[9]), sum(q.latency_hist[10]), sum(q.latency_hist[11]), sum(q.latency_hist[12]), sum(q.latency_hist[13]), sum(q.latency_hist[14])]::bigint[] as hist
    from rough as q
    group by 1
  ) as m on m.step = s.at
  order by s.at;
end
$$;

comment on function hub.measure_series is 'How rendering went hour by hour: select at, created, completed from hub.measure_series(now() - interval ''1 day'', now(), ''1 hour'', ''Asia/Seoul'');';
