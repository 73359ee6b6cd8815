create or replace function hub.undo_instruction(p_action hub.actions, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- The part of undo_action for one instruction that was retried, cancelled or moved in priority.
declare
  v_id   bigint := substr(p_action.subject, 13);
  v_done record;
begin
  perform hub.lock_instruction(v_id);
  select * into v_done
  from hub.restore_instructions(array[v_id], array[coalesce(p_action.before, '{}')], array[coalesce(p_action.after, '{}')], p_action.at);
  if v_done.why is not null then
    raise exception 'instruction %: %', v_id, v_done.why
      using errcode = 'UB409', detail = 'blocked by instruction:' || v_id, hint = format('Look at it as it is now, then use the verb that fits: hub.retry_instruction(%1$s, ..), hub.cancel_instruction, hub.change_priority.', v_id);
  end if;
  was := v_done.was;
  became := v_done.became;
end
$$;

comment on function hub.undo_instruction is 'Used by undo_action: takes back what was done to one instruction.';
