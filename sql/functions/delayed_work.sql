create or replace function hub.delayed_work(p_at timestamptz)
returns table (template_name text, priority int, waiting_since timestamptz, delayed bigint)
language sql stable set search_path = ''
as $$
  -- What runnable work has waited, by template and priority: since when the oldest row
  -- waits, and how many rows have waited longer than their priority allows. Paused
  -- templates wait on purpose and are left out, so a million of their rows cost nothing;
  -- after a resume the wait counts from there.
  with runnable as (
    select q.name, (
      select max(p.resumed_at) from hub.pauses as p where p.scope in ('queue', 'template:' || q.name)
    ) as resumed_at
    from unnest(hub.queued_templates()) as q(name)
    where not exists (select from hub.paused_templates() as p(name) where p.name in ('*', q.name))
  ),
  allowed as (
    select p as priority, coalesce(s.value ->> p - 1, s.value ->> -1)::float8 * interval '1 minute' as wait
    from hub.setting('stale.minutes') as s(value)
    cross join generate_series(1, 10) as p
  )
  select r.name, a.priority, greatest(oldest.eligible_at, r.resumed_at), (
    select count(*) from public.render_instructions as i
    where i.status = 'pending' and i.template_name = r.name and i.priority = a.priority
      and i.eligible_at is not null and i.eligible_at <= p_at - a.wait
      and coalesce(r.resumed_at <= p_at - a.wait, true)
  )
  from runnable as r
  cross join allowed as a
  cross join lateral (
    select i.eligible_at from public.render_instructions as i
    where i.status = 'pending' and i.template_name = r.name and i.priority = a.priority
      and i.eligible_at is not null and i.eligible_at <= p_at
    order by i.eligible_at limit 1
  ) as oldest
$$;

comment on function hub.delayed_work is 'What waits and for how long: select * from hub.delayed_work(now()) order by waiting_since;';
