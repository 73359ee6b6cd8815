create or replace function hub.release_instruction(
  p_instruction bigint, p_attempt bigint, p_now timestamptz default null
) returns public.render_instructions
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set plan_cache_mode = force_generic_plan
  set hub.verb = 'release_instruction' set hub.now = ''
as $$
-- Hand an instruction back without having finished it (a graceful stop): it returns to
-- the queue at once and no retry is counted. It is also the answer to `cancel`: the
-- worker says that it has stopped, and heartbeat mentions it no more. Fenced.
declare
  v_now timestamptz := hub.clock(p_now);
  v_row public.render_instructions := hub.lock_instruction(p_instruction);
begin
  if v_row.status = 'processing' and v_row.attempt = p_attempt then
    update public.render_instructions as i set status = 'pending' where i.id = p_instruction returning * into v_row;
    return v_row;
  end if;

  update hub.attempts as a
  set released_at = coalesce(a.released_at, v_now)
  where a.instruction_id = p_instruction and a.attempt = p_attempt and a.outcome in ('cancelled', 'released');
  if not found then
    perform hub.refuse_report(v_row, p_attempt);
  end if;
  return v_row;
end
$$;

comment on function hub.release_instruction is 'Hand work back: select * from hub.release_instruction(45, 1);';
