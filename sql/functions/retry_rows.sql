create or replace function hub.retry_rows(
  p_rows public.render_instructions[], p_priority int, p_evidence jsonb, p_now timestamptz
) returns setof public.render_instructions
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Retry instructions that the caller has locked and found free, all in one statement, each
-- with its row in the audit. Answers them as they are now, in the order of their ids.
declare
  v_ids   bigint[] := array(select r.id from unnest(p_rows) as r);
  v_after public.render_instructions[];
begin
  if v_ids = '{}' then
    return;  -- an update of no rows would still fire every statement trigger
  end if;
  with changed as (
    update public.render_instructions as i
    set status = w.status, retry_count = w.retry_count, rescue_count = w.rescue_count, superseded_by = w.superseded_by,
      priority = w.priority, priority_pinned = w.priority_pinned, base_priority = w.base_priority, expires_at = w.expires_at
    from unnest(p_rows) as r
    cross join lateral hub.retried_row(r, p_priority, p_now) as w
    where i.id = any (v_ids) and i.id = r.id
    returning i as it
  )
  select array_agg(c.it order by (c.it).id) into v_after from changed as c;

  perform hub.record_action('retry_instruction', 'instruction:' || n.id, hub.instruction_changes(n, o), hub.instruction_changes(o, n), true, p_evidence)
  from unnest(p_rows) as o
  join unnest(v_after) as n on n.id = o.id
  order by n.id;
  return query select n.* from unnest(v_after) as n;
end
$$;

comment on function hub.retry_rows is 'Used by retry_instruction and bulk_retry: retries rows that are locked, each audited.';
