create or replace function hub.retry_instruction(
  p_instruction bigint, p_actor text, p_reason text, p_priority int default null, p_now timestamptz default null
) returns public.render_instructions
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'retry_instruction' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Put an instruction back in the queue by hand. Failed, cancelled and completed ones
-- become pending with fresh retries and one step more urgent; a pending one is boosted a
-- step and rung again; of a processing one this would make two renders, so it is refused.
-- p_priority sets the priority and pins it. An expiry that has passed is lifted: a person
-- wants the picture. `attempt` goes on growing, so old reports stay refused.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before public.render_instructions := hub.lock_instruction(p_instruction);
  v_row    public.render_instructions;
begin
  perform hub.act_as(p_actor, p_reason);
  if p_priority not between 1 and 10 then
    raise exception 'priority % is out of range', p_priority using errcode = 'UB422', hint = 'priority is 1 (first) to 10 (last).';
  end if;
  if v_before.status = 'processing' then
    raise exception 'instruction % is being rendered', p_instruction
      using errcode = 'UB409', hint = 'Cancel it first, or wait until it ends.';
  end if;

  update public.render_instructions as i
  set status = 'pending', retry_count = 0, rescue_count = 0, superseded_by = null,
    priority = coalesce(p_priority, case when i.priority_pinned then i.priority else greatest(1, i.priority - 1) end),
    priority_pinned = i.priority_pinned or p_priority is not null,
    base_priority = coalesce(p_priority, i.base_priority),
    expires_at = case when i.expires_at > v_now then i.expires_at end
  where i.id = p_instruction
  returning * into v_row;
  perform hub.record_action('retry_instruction', 'instruction:' || p_instruction, to_jsonb(v_before), to_jsonb(v_row));
  return v_row;
end
$$;

comment on function hub.retry_instruction is 'Render it again: select hub.retry_instruction(45, ''ann'', ''NAS is back'');';
