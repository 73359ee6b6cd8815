create or replace function hub.waiting_work(p_at timestamptz)
returns table (template_name text, priority int, waiting_since timestamptz, resumed_at timestamptz, allowed interval)
language sql stable set search_path = ''
as $$
  -- Runnable work by template and priority: since when its oldest row waits, and how long
  -- one may (stale.minutes). Paused templates wait on purpose and are left out, so a
  -- million of their rows cost nothing; after a resume the wait counts from there. (Only
  -- pending rows have eligible_at; the status is left out as it is in the index by template.)
  with runnable as (
    select q.name, (
      select max(p.resumed_at) from hub.pauses as p where p.scope in ('queue', 'template:' || q.name)
    ) as resumed_at
    from unnest(hub.queued_templates()) as q (name)
    where not exists (select from hub.paused_templates() as p (name) where p.name in ('*', q.name))
  )
  select r.name, a.priority, greatest(oldest.eligible_at, r.resumed_at), r.resumed_at,
    coalesce(s.value ->> a.priority - 1, s.value ->> -1)::float8 * interval '1 minute'
  from runnable as r
  cross join hub.setting('stale.minutes') as s (value)
  cross join generate_series(1, 10) as a (priority)
  cross join lateral (
    select i.eligible_at from public.render_instructions as i
    where i.template_name = r.name and i.priority = a.priority
      and i.eligible_at is not null and i.eligible_at <= p_at
    order by i.eligible_at limit 1
  ) as oldest
$$;

comment on function hub.waiting_work is 'What waits and for how long: select * from hub.waiting_work(now()) order by waiting_since;';
