create or replace function hub.renderable_templates(p_at timestamptz, out workers int, out names text[])
language sql stable set search_path = ''
as $$
  -- How many workers are there, and which templates they can render: null = any, because one
  -- of them takes everything. With nobody there the names are empty.
  select count(*)::int,
    case when bool_or(not exists (select from unnest(w.capabilities) as c (name) where c.name like 'template:%')) then null
    else coalesce((
      select array_agg(distinct substr(c.name, 10)) from hub.live_workers(p_at) as l
      cross join lateral unnest(l.capabilities) as c (name) where c.name like 'template:%'), '{}') end
  from hub.live_workers(p_at) as w
$$;

comment on function hub.renderable_templates is 'What can be rendered now: select * from hub.renderable_templates(now());';
