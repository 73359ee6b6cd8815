create or replace function hub.change_rows(
  p_act text, p_rows public.render_instructions[], p_priority int, p_evidence jsonb, p_now timestamptz
) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Do one act with instructions that the caller has locked and judged, all in one statement,
-- each with its row in the audit.
declare
  v_ids   bigint[] := array(select r.id from unnest(p_rows) as r);
  v_after public.render_instructions[];
begin
  if v_ids = '{}' then
    return;  -- an update of no rows would still fire every statement trigger
  end if;
  if p_act = 'retry' then
    perform from hub.retry_rows(p_rows, null, p_evidence, p_now);
    return;
  end if;
  with changed as (
    update public.render_instructions as i
    set status = case p_act when 'cancel' then 'cancelled' else i.status end,
      priority = case p_act when 'priority' then p_priority else i.priority end,
      base_priority = case p_act when 'priority' then p_priority else i.base_priority end,
      priority_pinned = p_act = 'priority' or i.priority_pinned
    where i.id = any (v_ids)
    returning i as it
  )
  select array_agg(c.it) into v_after from changed as c;

  perform hub.record_action(case p_act when 'cancel' then 'cancel_instruction' else 'change_priority' end,
    'instruction:' || n.id, hub.instruction_changes(n, o), hub.instruction_changes(o, n), true, p_evidence)
  from unnest(p_rows) as o
  join unnest(v_after) as n on n.id = o.id
  order by n.id;
end
$$;

comment on function hub.change_rows is 'Used by bulks: does one act with rows that are locked, each audited.';
