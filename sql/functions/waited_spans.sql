create or replace function hub.waited_spans(p_from timestamptz, p_to timestamptz, p_now timestamptz) returns tstzmultirange
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
-- When within (p_from, p_to] at least one runnable instruction waited: the union of
-- the waits of what was claimed since and of what waits still. A wait begins no earlier than
-- the end of the last pause of its scope; what nobody who is there can render waits for a
-- worker, not for rendering. What was claimed since p_from has ended since
-- p_from or is being rendered, so two short indexes find it.
-- In PL/pgSQL because its plan is kept: planning over a year of partitions takes longer than the answer.
begin
  return (
    with resumed as materialized (  -- one that ended before p_from moves no beginning
      select p.scope, p.resumed_at from hub.pauses as p where p.resumed_at > p_from
    ),
    claimed as (
      select a.template_name, a.eligible_at, a.started_at
      from hub.attempts as a
      where a.finished_at > p_from and a.started_at > p_from and a.eligible_at < p_to
      union all
      select a.template_name, a.eligible_at, a.started_at
      from public.render_instructions as i
      join hub.attempts as a on a.instruction_id = i.id and a.attempt = i.attempt and a.started_at = i.started_at
      where i.status = 'processing' and i.started_at > p_from and a.eligible_at < p_to
    ),
    waits as (
      select greatest(c.eligible_at, p_from, (
          select max(p.resumed_at) from resumed as p
          where p.scope in ('queue', 'template:' || c.template_name) and p.resumed_at <= c.started_at)) as since,
        least(c.started_at, p_to) as until
      from claimed as c
      union all  -- what waits still waits until now: the longest wait covers the others
      select min(greatest(w.waiting_since, p_from)), p_to from hub.waiting_work(p_now) as w
      cross join hub.renderable_templates(p_now) as r
      where w.waiting_since < p_to and (r.workers = 0 or r.names is null or w.template_name = any (r.names))
    )
    select coalesce(range_agg(tstzrange(w.since, w.until)), '{}') from waits as w where w.since < w.until
  );
end
$$;

comment on function hub.waited_spans is 'When work waited: select hub.waited_spans(now() - interval ''1 minute'', now(), now());';
