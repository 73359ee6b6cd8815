create or replace function hub.shared_failures(p_from timestamptz, p_to timestamptz) returns table (what text, name text, failing bigint)
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- How many different instructions failed by template, by worker and by error text (its
-- first 60 characters; figures are left out where they differ), to name what failures have in common.
-- In PL/pgSQL because its plan is kept: planning over a year of partitions takes longer than the answer.
begin
  return query
  with failed as (
    select a.instruction_id, a.template_name, a.claimed_by, left(a.error_message, 60) as error,
      left(regexp_replace(coalesce(a.error_message, ''), '[0-9]{2,}', '..', 'g'), 60) as sort
    from hub.attempts as a
    where a.finished_at >= p_from and a.finished_at <= p_to and a.started_at > p_from - interval '8 days' and a.outcome = 'failed'
  )
  select s.what, case when min(s.name) = max(s.name) then min(s.name) else s.sort end, count(distinct f.instruction_id)
  from failed as f
  cross join lateral (values ('error', f.error, f.sort), ('worker', f.claimed_by, f.claimed_by), ('template', f.template_name, f.template_name)) as s (what, name, sort)
  where s.sort <> ''
  group by s.what, s.sort;
end
$$;

comment on function hub.shared_failures is 'What failures have in common: select * from hub.shared_failures(now() - interval ''1 hour'', now()) order by failing desc;';
