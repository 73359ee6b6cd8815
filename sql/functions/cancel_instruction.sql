create or replace function hub.cancel_instruction(
  p_instruction bigint, p_actor text, p_reason text, p_now timestamptz default null
) returns public.render_instructions
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'cancel_instruction' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Cancel at once. Of one being rendered the attempt is closed and fenced: its worker is
-- told `cancel` by its next heartbeat, and whatever it still reports is refused, so a
-- worker that ignores it can do no harm. Cancelling twice changes nothing.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before public.render_instructions := hub.lock_instruction(p_instruction);
  v_row    public.render_instructions;
begin
  perform hub.act_as(p_actor, p_reason);
  if v_before.status = 'cancelled' then
    return v_before;
  end if;
  if v_before.status = 'completed' then
    raise exception 'instruction % is completed', p_instruction
      using errcode = 'UB409', detail = 'blocked by instruction:' || p_instruction, hint = 'There is nothing left to cancel; its output stands in render_outputs.';
  end if;
  update public.render_instructions as i set status = 'cancelled' where i.id = p_instruction returning * into v_row;
  perform hub.record_action('cancel_instruction', 'instruction:' || p_instruction, to_jsonb(v_before), to_jsonb(v_row));
  return v_row;
end
$$;

comment on function hub.cancel_instruction is 'Cancel: select hub.cancel_instruction(45, ''ann'', ''hand was voided'');';
