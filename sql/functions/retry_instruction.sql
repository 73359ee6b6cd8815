create or replace function hub.retry_instruction(
  p_instruction bigint, p_actor text, p_reason text, p_priority int default null, p_now timestamptz default null
) returns public.render_instructions
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'retry_instruction' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Put an instruction back in the queue by hand. Failed, cancelled and completed ones
-- become pending with fresh retries and one step more urgent (hub.retried_row says it in
-- full); a pending one is boosted a step and rung again; of a processing one this would
-- make two renders, so it is refused. Many at once: hub.bulk_retry.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before public.render_instructions := hub.lock_instruction(p_instruction);
  v_judged record;
  v_row    public.render_instructions;
begin
  perform hub.act_as(p_actor, p_reason);
  if p_priority not between 1 and 10 then
    raise exception 'priority % is out of range', p_priority using errcode = 'UB422', hint = 'priority is 1 (first) to 10 (last).';
  end if;
  v_judged := hub.judge_retry(v_before, v_now);
  if v_judged.outcome = 'refused' then
    raise exception '%', v_judged.why using errcode = 'UB409', detail = 'blocked by instruction:' || p_instruction, hint = 'Cancel it first, or wait until it ends.';
  end if;
  select * into v_row from hub.retry_rows(array[v_before], p_priority, null, v_now);
  return v_row;
end
$$;

comment on function hub.retry_instruction is 'Render it again: select hub.retry_instruction(45, ''ann'', ''NAS is back'');';
