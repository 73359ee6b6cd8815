create or replace function hub.queued_templates() returns text[]
language sql stable security definer set search_path = '' set enable_seqscan = off
as $$
  -- The templates that have runnable rows: one index probe per template, however many rows there are.
  -- (Only pending rows have eligible_at; the status is left out as it is in the index.)
  with recursive names (name) as (
    (select i.template_name from public.render_instructions as i
     where i.eligible_at is not null
     order by i.template_name limit 1)
    union all
    select (
      select i.template_name from public.render_instructions as i
      where i.eligible_at is not null and i.template_name > n.name
      order by i.template_name limit 1)
    from names as n
    where n.name is not null
  )
  select coalesce(array_agg(n.name), '{}') from names as n where n.name is not null
$$;

comment on function hub.queued_templates is 'Templates that have runnable rows: select hub.queued_templates();';
