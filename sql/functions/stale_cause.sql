create or replace function hub.stale_cause(
  p_template text, p_priority int, p_since timestamptz, p_workers int, p_renderable text[]
) returns text
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- Why runnable work waits, in this order: nobody is there; nobody who is there can render
-- it; more urgent work was taken since; none of these. What the hub itself made more urgent, by
-- a boost or a retry, starves nobody: it counts as what its maker asked for, or one boost
-- would be the reason of the next. Who is there: hub.renderable_templates.
-- In PL/pgSQL because its plan is kept: planning over a year of partitions takes longer than the answer.
begin
  return (
    select case
      when p_workers = 0 then 'workers'
      when p_template <> all (p_renderable) then 'template:' || p_template
      when exists (
        select from public.render_instructions as i
        where i.status = 'processing' and i.started_at > p_since and i.priority < p_priority and (i.priority_pinned or i.base_priority < p_priority)
      ) or exists (
        select from (
          select a.instruction_id from hub.attempts as a
          where a.finished_at > p_since and a.started_at > p_since and a.priority < p_priority
          order by a.finished_at desc limit 200
        ) as t
        join public.render_instructions as i on i.id = t.instruction_id
        where i.priority_pinned or i.base_priority < p_priority
      ) then 'starved:' || p_priority
      else 'unknown'
    end
  );
end
$$;

comment on function hub.stale_cause is 'Why work waits: select w.*, hub.stale_cause(template_name, priority, waiting_since, workers, names) from hub.waiting_work(now()) as w, hub.renderable_templates(now());';
