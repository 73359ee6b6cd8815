create or replace function hub.list_queue(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off
as $$
-- A page of what is ready to be rendered, in the order in which it will be claimed
-- (hub.runnable_instructions); what is paused stands in its place. Only pending rows have
-- eligible_at. See hub.list_hands.
begin
  return query
  select to_jsonb(i), jsonb_build_array(i.priority, i.eligible_at, i.id)
  from public.render_instructions as i
  where i.status = 'pending' and i.eligible_at is not null
    and (p_after is null or (i.priority, i.eligible_at, i.id) > ((p_after ->> 0)::int, (p_after ->> 1)::timestamptz, (p_after ->> 2)::bigint))
    and (p_filter ->> 'template' is null or i.template_name = p_filter ->> 'template')
  order by i.priority, i.eligible_at, i.id
  limit p_limit;
end
$$;

comment on function hub.list_queue is 'What is rendered next: select doc ->> ''id'', doc ->> ''template_name'' from hub.list_queue(''{}'', null, 10);';
