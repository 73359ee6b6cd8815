create or replace function hub.fail_instruction(
  p_instruction bigint, p_attempt bigint, p_error text, p_error_class text default null, p_now timestamptz default null
) returns public.render_instructions
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set plan_cache_mode = force_generic_plan
  set hub.verb = 'fail_instruction' set hub.now = ''
as $$
-- Report a failed render. Fenced like a completion. The class decides what follows: a
-- retryable failure returns to the queue after a pause (retry_at), a permanent or unknown
-- one waits for a person; null = told from the text. The same report again changes nothing.
declare
  v_now timestamptz := hub.clock(p_now);
  v_row public.render_instructions := hub.lock_instruction(p_instruction);
begin
  if p_error_class is not null and p_error_class not in ('retryable', 'permanent', 'unknown') then
    raise exception 'unknown error class "%"', left(p_error_class, 40)
      using errcode = 'UB422', hint = 'Send retryable, permanent or unknown, or null to let the hub tell it from the text.';
  end if;
  if v_row.status <> 'processing' or v_row.attempt is distinct from p_attempt then
    if exists (
      select from hub.attempts as a
      where a.instruction_id = p_instruction and a.attempt = p_attempt and a.outcome in ('failed', 'reconciled')
        and v_row.attempt = p_attempt) then
      return v_row;
    end if;
    perform hub.refuse_report(v_row, p_attempt);
  end if;

  update public.render_instructions as i
  set status = 'failed', error_message = coalesce(nullif(btrim(p_error), ''), 'no reason given'), error_class = p_error_class
  where i.id = p_instruction
  returning * into v_row;
  return v_row;
end
$$;

comment on function hub.fail_instruction is 'Report a failed render: select * from hub.fail_instruction(45, 1, ''Nexrender 503'');';
