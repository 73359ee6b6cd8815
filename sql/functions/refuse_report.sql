create or replace function hub.refuse_report(p_row public.render_instructions, p_attempt bigint) returns void
language plpgsql volatile security definer set search_path = ''
as $$
-- Refuse a report of an attempt that is not the present one. The refusal rolls back,
-- so it is counted by a sequence, which does not.
begin
  perform nextval('hub.refusals');
  raise exception 'attempt % of instruction % does not hold it: it is % at attempt %',
    coalesce(p_attempt::text, 'null'), p_row.id, p_row.status, p_row.attempt
    using errcode = 'UB409', hint = 'It was cancelled, rescued or given to another worker. Drop this result and claim again.';
end
$$;

comment on function hub.refuse_report is 'Used by the workers'' verbs: raises UB409 for a stale attempt.';
