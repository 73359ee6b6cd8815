create or replace function hub.ring_workers(p_now timestamptz default null) returns int
language plpgsql volatile security definer set search_path = '' set hub.now = '' set enable_seqscan = off
as $$
-- Ring hub_work if anything can be claimed; 1 if rung. From the hub's own short
-- transactions, never from an insert that a leading hub hears anyway.
declare
  v_now timestamptz := hub.clock(p_now);
begin
  if exists (
    select from unnest(hub.queued_templates()) as t (name)
    where not hub.is_paused(t.name)) then
    perform pg_notify('hub_work', '');
    return 1;
  end if;
  return 0;
end
$$;

comment on function hub.ring_workers is 'Tell the workers that work is ready: select hub.ring_workers();';
