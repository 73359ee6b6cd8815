create or replace function hub.finished_work(p_from timestamptz, p_to timestamptz, p_mean float8) returns float8
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- What was rendered in (p_from, p_to], in standard jobs: an attempt that ended, well or not,
-- counts as long as its template usually takes, divided by the mean p_mean (seconds).
-- In PL/pgSQL because its plan is kept: planning over a year of partitions takes longer than the answer.
begin
  return (
    select coalesce(sum(coalesce(n.median / nullif(p_mean, 0), 1)), 0)::float8
    from hub.attempts as a
    left join hub.template_norms as n on n.template_name = a.template_name
    where a.finished_at > p_from and a.finished_at <= p_to and a.started_at > p_from - interval '8 days'
      and a.outcome in ('completed', 'reconciled', 'failed')
  );
end
$$;

comment on function hub.finished_work is 'Work done, in standard jobs: select hub.finished_work(now() - interval ''1 hour'', now(), 60);';
