create or replace function hub.check_raw_claim(p_row public.render_instructions) returns void
language plpgsql volatile security definer set search_path = ''
as $$
-- Refuse a raw claim of a row that is not free. The refusal rolls its own journal row
-- back, so it is counted by a sequence, which does not, and shows in the server's log.
begin
  if p_row.status = 'pending' and p_row.eligible_at is not null and not hub.is_paused(p_row.template_name)
     and (p_row.expires_at is null or p_row.expires_at > hub.clock()) then
    return;
  end if;
  perform nextval('hub.refusals');
  if p_row.status <> 'pending' then
    raise exception 'instruction % cannot be claimed: it is %', p_row.id, p_row.status
      using errcode = 'UB409', hint = 'Somebody else was faster. Take the next pending row, or use hub.claim_instructions.';
  end if;
  raise exception 'instruction % cannot be claimed now: it is %', p_row.id,
    case when p_row.eligible_at is null then 'deferred' when hub.is_paused(p_row.template_name) then 'paused' else 'expired' end
    using errcode = 'UB409', hint = 'Take another pending row, or use hub.claim_instructions, which passes over such rows.';
end
$$;

comment on function hub.check_raw_claim is 'Used by the guard of render_instructions: raises UB409 unless the row may be claimed.';
