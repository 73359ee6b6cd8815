create or replace function hub.pair_makers(p_now timestamptz default null) returns int
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.verb = 'supersede' set hub.now = ''
as $$
-- Where the hub's graphic was being claimed in the very moment a sibling inserted its own:
-- the sibling's still waits, and is cancelled in favour of the one being rendered.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_pair  record;
  v_count int := 0;
begin
  for v_pair in
    select s.id, h.id as twin
    from public.render_instructions as h
    join public.render_instructions as s
      on s.trigger_id = h.trigger_id and s.template_name = h.template_name and s.rule_id is null and s.status = 'pending'
      and s.recorded_at >= h.started_at - interval '10 seconds'
      and hub.event_name(s.trigger_type) = hub.event_name(h.trigger_type)
    where h.status = 'processing' and h.rule_id is not null and h.started_at > v_now - interval '1 minute'
    order by s.id
    for update of s skip locked
  loop
    update public.render_instructions as i set status = 'cancelled', superseded_by = v_pair.twin where i.id = v_pair.id;
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;

comment on function hub.pair_makers is 'One graphic, two makers in the same moment: select hub.pair_makers();';
