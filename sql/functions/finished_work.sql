create or replace function hub.finished_work(p_from timestamptz, p_to timestamptz, p_mean float8) returns float8
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
-- What was rendered in (p_from, p_to], in seconds that it usually takes. An attempt is worth as long as its template usually takes,
-- and is credited while it runs: up to that much second
-- by second, and what is left of it in the moment it ends, well or not. Credit at the end alone
-- comes in lumps: with two workers on long replays nothing ends for ten minutes, which is no
-- slowdown. What began in that time has ended since or is being rendered, so two short indexes find it.
--
-- One long render says little: within its template's p99 it is a usual one, and two of them at once hold two workers for ten
-- minutes on any evening. So beyond the median, up to the p99, a second still counts 0.15. When all of them slow down by three or
-- more that is a small part of what is missing. With fewer than 30 samples four times the median stands for the p99; of a
-- template of which nothing is known it is until the render would be stuck.
-- In PL/pgSQL because its plan is kept: planning over a year of partitions takes longer than the answer.
declare
  v_unknown float8 := extract(epoch from hub.setting_interval('stuck.few_samples'));
begin
  return (
    with attempts as (
      select a.template_name, a.started_at, a.finished_at
      from hub.attempts as a
      where a.finished_at > p_from and a.started_at < p_to and a.started_at > p_from - interval '8 days'
        and a.outcome in ('completed', 'reconciled', 'failed')
      union all
      select a.template_name, a.started_at, a.finished_at
      from public.render_instructions as i
      join hub.attempts as a on a.instruction_id = i.id and a.attempt = i.attempt and a.started_at = i.started_at
      where i.status = 'processing' and i.started_at < p_to and a.finished_at is null
    ),
    worth as (
      select a.started_at, a.finished_at, coalesce(n.median, p_mean, 60) as seconds,
        case when n.samples >= 30 then n.p99 when n.samples > 0 then 4 * n.median else v_unknown end as longest
      from attempts as a
      left join hub.template_norms as n on n.template_name = a.template_name
    )
    select coalesce(sum(
        greatest(0, extract(epoch from least(p_to, w.finished_at, w.started_at + make_interval(secs => w.seconds)) - greatest(p_from, w.started_at)))
        + 0.15 * greatest(0, extract(epoch from least(p_to, w.finished_at, w.started_at + make_interval(secs => w.longest))
            - greatest(p_from, w.started_at + make_interval(secs => w.seconds))))
        + case when w.finished_at <= p_to then greatest(0, w.seconds - extract(epoch from w.finished_at - w.started_at)) else 0 end
      ), 0)::float8
    from worth as w
  );
end
$$;

comment on function hub.finished_work is 'Work done, in seconds it usually takes: select hub.finished_work(now() - interval ''1 hour'', now(), 60);';
