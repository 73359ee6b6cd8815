create or replace function hub.waiting_work(p_at timestamptz)
returns table (template_name text, priority int, waiting_since timestamptz, resumed_at timestamptz, allowed interval)
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- Runnable work by template and priority: since when its oldest row waits, and how long
-- one may (stale.minutes). Paused templates wait on purpose and are left out; a
-- million of their rows cost a look for each priority. After a resume the wait counts from there. (Only
-- pending rows have eligible_at; the status is left out as it is in the index by template.)
--
-- A short queue is read whole, which is one look at an index; in a long one a look leads from the oldest row of each template
-- and priority to that of the next. In PL/pgSQL because its plans are kept.
declare
  c_short  constant int := 1000;
  v_oldest jsonb;
begin
  if not exists (select from public.render_instructions as i where i.eligible_at is not null offset c_short limit 1) then
    v_oldest := (
      select jsonb_agg(jsonb_build_array(g.name, g.priority, g.since))
      from (
        select i.template_name as name, i.priority, min(i.eligible_at) as since
        from public.render_instructions as i
        where i.eligible_at is not null and i.eligible_at <= p_at
        group by i.template_name, i.priority
      ) as g);
  else
    v_oldest := (
      with recursive groups as (
        (select i.template_name, i.priority, i.eligible_at from public.render_instructions as i
        where i.eligible_at is not null order by i.template_name, i.priority, i.eligible_at limit 1)
        union all
        select n.* from groups as g
        cross join lateral (
          select i.template_name, i.priority, i.eligible_at from public.render_instructions as i
          where i.eligible_at is not null and (i.template_name, i.priority) > (g.template_name, g.priority)
          order by i.template_name, i.priority, i.eligible_at limit 1
        ) as n
      )
      select jsonb_agg(jsonb_build_array(g.template_name, g.priority, g.eligible_at)) from groups as g where g.eligible_at <= p_at);
  end if;
  return query
  with resumed as materialized (
    select p.scope, max(p.resumed_at) as at from hub.pauses as p where p.resumed_at is not null group by p.scope
  ), held as materialized (
    select p.name from hub.paused_templates() as p (name)
  ), work as (
    select w.value ->> 0 as name, (w.value ->> 1)::int as priority, (w.value ->> 2)::timestamptz as since
    from jsonb_array_elements(v_oldest) as w
  )
  select w.name, w.priority, greatest(w.since, q.at, t.at), greatest(q.at, t.at), coalesce(s.minutes ->> w.priority - 1, s.minutes ->> -1)::float8 * interval '1 minute'
  from work as w
  cross join hub.setting('stale.minutes') as s (minutes)
  left join resumed as q on q.scope = 'queue'
  left join resumed as t on t.scope = 'template:' || w.name
  where not exists (select from held as h where h.name in ('*', w.name));
end
$$;

comment on function hub.waiting_work is 'What waits and for how long: select * from hub.waiting_work(now()) order by waiting_since;';
