create or replace function hub.change_priority(
  p_instruction bigint, p_priority int, p_actor text, p_reason text, p_now timestamptz default null
) returns public.render_instructions
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'change_priority' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Set the priority by hand and pin it: nothing automatic moves it from then on.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before public.render_instructions := hub.lock_instruction(p_instruction);
  v_row    public.render_instructions;
begin
  perform hub.act_as(p_actor, p_reason);
  if p_priority is null or p_priority not between 1 and 10 then
    raise exception 'priority % is out of range', coalesce(p_priority::text, 'null')
      using errcode = 'UB422', hint = 'priority is 1 (first) to 10 (last).';
  end if;
  if v_before.status in ('completed', 'cancelled') then
    raise exception 'instruction % is %', p_instruction, v_before.status
      using errcode = 'UB409', detail = 'blocked by instruction:' || p_instruction, hint = 'Priority means nothing any more; hub.retry_instruction renders it again.';
  end if;
  update public.render_instructions as i
  set priority = p_priority, base_priority = p_priority, priority_pinned = true
  where i.id = p_instruction
  returning * into v_row;
  perform hub.record_action('change_priority', 'instruction:' || p_instruction, to_jsonb(v_before), to_jsonb(v_row));
  return v_row;
end
$$;

comment on function hub.change_priority is 'Pin a priority: select hub.change_priority(45, 1, ''ann'', ''on air next'');';
