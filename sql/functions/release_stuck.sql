create or replace function hub.release_stuck(
  p_instruction bigint, p_attempt bigint, p_actor text, p_reason text, p_now timestamptz default null
) returns public.render_instructions
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'rescue_expired' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Take a render that hangs away from its worker, back into the queue. Fenced: only the
-- attempt that was looked at. It counts as a rescue, so what hangs everywhere is given up in
-- the end; what the old worker still reports is refused.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before public.render_instructions := hub.lock_instruction(p_instruction);
  v_row    public.render_instructions;
begin
  perform hub.act_as(p_actor, p_reason);
  if v_before.status <> 'processing' or v_before.attempt is distinct from p_attempt then
    raise exception 'attempt % of instruction % is not being rendered', coalesce(p_attempt::text, 'null'), p_instruction
      using errcode = 'UB409', detail = 'blocked by instruction:' || p_instruction, hint = 'Look again: select status, attempt from render_instructions; it moved on by itself.';
  end if;
  perform hub.take_back(array[p_instruction]);
  select * into v_row from public.render_instructions as i where i.id = p_instruction;
  perform hub.record_action('release_stuck', 'instruction:' || p_instruction, to_jsonb(v_before), to_jsonb(v_row), false);
  perform pg_notify('hub_work', '');
  return v_row;
end
$$;

comment on function hub.release_stuck is 'Take a hanging render away: select id, status from hub.release_stuck(45, 2, ''ann'', ''After Effects hangs'');';
