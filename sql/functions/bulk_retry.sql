create or replace function hub.bulk_retry(
  p_filter jsonb, p_actor text, p_reason text, p_preview boolean default false, p_now timestamptz default null
) returns table (instruction_id bigint, outcome text, why text)
language sql volatile security definer set search_path = ''
as $$
  -- Retry all instructions that a filter means: what hub.retry_instruction does, by the same
  -- rule, for at most bulk.max of them at once. The keys of the filter stand in
  -- hub.check_filter; without status and ids it means failed ones. hub.bulk_act says the rest.
  select b.instruction_id, b.outcome, b.why from hub.bulk_act('retry', p_filter, p_actor, p_reason, null, p_preview, p_now) as b
$$;

comment on function hub.bulk_retry is 'Retry many, true only previews: select * from hub.bulk_retry(''{"status": "failed"}'', ''ann'', ''NAS is back'', true);';
