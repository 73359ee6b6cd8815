create or replace function hub.count_waiting(p_at timestamptz, p_most int default 10000) returns bigint
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- How many instructions of unpaused templates wait, up to p_most.
  select count(*)
  from (
    select from unnest(hub.queued_templates()) as q (name)
    cross join lateral (
      select from public.render_instructions as i
      where i.template_name = q.name and i.eligible_at is not null and i.eligible_at <= p_at
      limit p_most
    ) as i
    where not exists (select from hub.paused_templates() as p (name) where p.name in ('*', q.name))
    limit p_most
  ) as w
$$;

comment on function hub.count_waiting is 'How much waits: select hub.count_waiting(now());';
