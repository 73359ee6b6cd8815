create or replace function hub.reconcile_recent(p_now timestamptz default null) returns int
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set enable_sort = off set hub.verb = 'reconcile_output' set hub.now = ''
as $$
-- Look once more at what failed in the last minutes: an output may have come while
-- somebody held the row, and its trigger passed it over. The clock is asked first: within
-- the query it would be asked only where there are rows. Without sorting only the index by time serves:
-- else a kept plan may walk all that ever failed.
declare
  v_now timestamptz := hub.clock(p_now);
begin
  return hub.reconcile_outputs(array(
    select i.id from public.render_instructions as i
    where i.status = 'failed' and i.completed_at > v_now - interval '5 minutes' and hub.has_output(i.id, i.attempt)
    order by i.completed_at desc
    limit 500));
end
$$;

comment on function hub.reconcile_recent is 'Complete recent failures that have their output: select hub.reconcile_recent();';
