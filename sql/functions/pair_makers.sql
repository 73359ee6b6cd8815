create or replace function hub.pair_makers(p_now timestamptz default null) returns int
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.verb = 'supersede' set hub.now = ''
as $$
-- One graphic, two makers in the same moment: leave one of both instructions.
--
-- Where the hub's was being claimed when a sibling inserted its own, the sibling's still
-- waits and is cancelled in favour of the one being rendered. Where tick() was making the
-- hub's at that moment (hub.maker_meetings), the sibling's wins unless the hub's was
-- claimed meanwhile. Rows that somebody holds are left for the next tick.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_pair  record;
  v_loser bigint;
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

  for v_pair in
    select m.instruction_id as id, (hub.hubs_twin(s)).id as twin, s.status
    from hub.maker_meetings as m
    left join public.render_instructions as s on s.id = m.instruction_id
    order by m.instruction_id
    limit hub.setting_number('rules.batch')::int
    for update of m skip locked
  loop
    if v_pair.twin is not null and v_pair.status = 'pending' then
      v_loser := (select case when t.status = 'pending' or t.retry_at is not null then v_pair.twin else v_pair.id end
        from public.render_instructions as t where t.id = v_pair.twin);
      update public.render_instructions as i
      set status = 'cancelled', superseded_by = case v_loser when v_pair.id then v_pair.twin else v_pair.id end
      where i.id = (
        select l.id from public.render_instructions as l
        where l.id = v_loser and (l.status = 'pending' or l.retry_at is not null)
        for update skip locked);
      if not found then
        continue;
      end if;
      v_count := v_count + 1;
    end if;
    delete from hub.maker_meetings as m where m.instruction_id = v_pair.id;
  end loop;
  return v_count;
end
$$;

comment on function hub.pair_makers is 'One graphic, two makers in the same moment: select hub.pair_makers();';
