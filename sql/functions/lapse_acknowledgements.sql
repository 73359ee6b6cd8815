create or replace function hub.lapse_acknowledgements(p_now timestamptz default null) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off
  set hub.verb = 'lapse_acknowledgements' set hub.now = '' set hub.actor = 'hub:acknowledgement' set hub.reason = 'the acknowledgement has ended'
as $$
-- Alerts whose acknowledgement was for a time that is over return to the top. How many.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_ids   bigint[] := array(
    select e.id from public.monitoring_events as e
    where e.state <> 'resolved' and e.acknowledged_until <= v_now order by e.id for update skip locked);
begin
  if v_ids <> '{}' then
    update public.monitoring_events as e
    set acknowledged_at = null, acknowledged_by = null, acknowledged_until = null
    where e.id = any (v_ids);
  end if;
  return cardinality(v_ids);
end
$$;

comment on function hub.lapse_acknowledgements is 'Used by tick: acknowledgements that were for a time.';
