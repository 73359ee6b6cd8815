create or replace function hub.promote_due(p_now timestamptz default null) returns int
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set enable_sort = off set hub.verb = 'promote_due' set hub.now = ''
as $$
-- Bring back to the queue what has waited long enough: failed rows whose retry is due
-- (one retry is counted, and they go one step ahead unless a person pinned their
-- priority), and rows that were deferred. Bounded, and rows that somebody holds are
-- passed over: every claim and every tick comes by here again. Without sorting only the indexes by
-- time serve: else a kept plan may walk all that is pending.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_max   int := hub.setting_number('claim.promote_max');
  v_retry bigint[];
  v_start bigint[];
  v_before public.render_instructions;
begin
  v_retry := array(
    select r.id from public.render_instructions as r
    where hub.remedy_acts('retry') and r.retry_at <= v_now  -- only failed rows have one; asking for the status would let the planner walk all failed rows
    order by r.retry_at
    limit v_max
    for update skip locked);
  v_start := array(
    select r.id from public.render_instructions as r
    where r.status = 'pending' and r.eligible_at is null and r.not_before <= v_now
    order by r.not_before
    limit v_max
    for update skip locked);
  if v_retry = '{}' and v_start = '{}' then
    return 0;  -- an update of no rows would still fire every statement trigger
  end if;

  for v_before in select i.* from public.render_instructions as i where i.id = any (v_retry) order by i.retry_at loop
    perform hub.record_remedy('retry', 'promote_due', 'instruction:' || v_before.id, jsonb_build_object('status', 'failed', 'retry_count', v_before.retry_count),
      jsonb_build_object('status', 'pending', 'retry_count', v_before.retry_count + 1),
      jsonb_build_object('error', left(v_before.error_message, 200), 'error_class', v_before.error_class, 'retry_at', v_before.retry_at), false);
  end loop;
  update public.render_instructions as i
  set status = 'pending', retry_count = i.retry_count + 1,
    priority = case when i.priority_pinned then i.priority else greatest(1, i.priority - 1) end
  where i.id = any (v_retry);

  update public.render_instructions as i
  set eligible_at = v_now
  where i.id = any (v_start);
  return cardinality(v_retry) + cardinality(v_start);
end
$$;

comment on function hub.promote_due is 'Return due retries and deferred rows to the queue: select hub.promote_due();';
