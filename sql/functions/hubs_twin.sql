create or replace function hub.hubs_twin(p_row public.render_instructions) returns public.render_instructions
language sql stable security definer set search_path = '' set enable_seqscan = off
as $$
  -- The hub's own instruction for the same graphic as a sibling's, the latest that was not cancelled.
  select i
  from public.render_instructions as i
  where i.trigger_id = p_row.trigger_id and i.template_name = p_row.template_name
    and i.rule_id is not null and i.status <> 'cancelled' and i.id <> p_row.id
    and hub.event_name(i.trigger_type) = hub.event_name(p_row.trigger_type)
  order by i.id desc
  limit 1
$$;

comment on function hub.hubs_twin is 'The hub''s instruction for the same graphic: select (hub.hubs_twin(i)).id from render_instructions as i where id = 45;';
