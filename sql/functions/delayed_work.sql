create or replace function hub.delayed_work(p_at timestamptz)
returns table (template_name text, priority int, waiting_since timestamptz, delayed bigint)
language sql stable set search_path = ''
as $$
  -- What runnable work has waited (hub.waiting_work), and how many rows have waited longer
  -- than their priority allows.
  select w.template_name, w.priority, w.waiting_since, case when w.waiting_since <= p_at - w.allowed then (
    select count(*) from public.render_instructions as i
    where i.template_name = w.template_name and i.priority = w.priority
      and i.eligible_at is not null and i.eligible_at <= p_at - w.allowed
  ) else 0 end
  from hub.waiting_work(p_at) as w
$$;

comment on function hub.delayed_work is 'What waits too long: select * from hub.delayed_work(now()) order by waiting_since;';
