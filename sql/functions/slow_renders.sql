create or replace function hub.slow_renders(p_from timestamptz, p_to timestamptz) returns float8
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- What the renders that were completed in (p_from, p_to] say of their speed: the log-likelihood that they took 2.5 times as long as
-- usual against their usual time, added up. Times of one template are log-normal with a deviation of about .45 (they were between
-- .35 and .5 in what was simulated; where they spread less the evidence is only stronger than this says). No single render says
-- more than 3 or less than -2: a scene may be heavier than others of its template. Templates with fewer than five successes say nothing.
declare
  c_slow   constant float8 := ln(2.5);
  c_spread constant float8 := 0.45;
begin
  return (
    select coalesce(sum(greatest(-2, least(3, (c_slow * ln(greatest(0.1, extract(epoch from a.finished_at - a.started_at)::float8) / n.median) - c_slow ^ 2 / 2) / c_spread ^ 2))), 0)
    from hub.attempts as a
    join hub.template_norms as n on n.template_name = a.template_name and n.samples >= 5 and n.median > 0
    where a.finished_at > p_from and a.finished_at <= p_to and a.started_at > p_from - interval '8 days' and a.started_at <= p_to and a.outcome = 'completed');
end
$$;

comment on function hub.slow_renders is 'Evidence that renders are slow: select hub.slow_renders(now() - interval ''10 minutes'', now());';
