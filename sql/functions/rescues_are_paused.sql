create or replace function hub.rescues_are_paused(p_now timestamptz) returns boolean
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Whether so many workers are late at once that the database or the network must be at
-- fault: their work goes on, and taking it back would render it all twice. The alert
-- hub_degraded is open meanwhile; it also remembers since when, because after
-- rescue.pause_max they are taken for dead after all (a power cut takes all PCs at once).
declare
  v_late    int;
  v_holding int;
  v_since   timestamptz := (
    select e.first_seen_at from public.monitoring_events as e
    where e.kind = 'hub_degraded' and e.subject = 'rescues' and e.state <> 'resolved');
begin
  select count(distinct r.worker_id) filter (where r.lease_expires_at <= p_now), count(distinct r.worker_id)
  into v_late, v_holding
  from public.render_instructions as r
  where r.status = 'processing' and r.worker_id is not null;

  if v_late < hub.setting_number('rescue.pause_workers') or v_late <= hub.setting_number('rescue.pause_share') * v_holding then
    if v_since is not null then
      perform hub.clear_event('hub_degraded', 'rescues', 'hub:tick', 'the workers are heard of again, or their work was taken back');
    end if;
    return false;
  end if;
  if v_since is null then
    perform hub.raise_event('hub_degraded', 'rescues', 'alert', 'warning',
      format('%s of %s workers are late at once: nothing is taken back from them for now', v_late, v_holding),
      jsonb_build_object('late', v_late, 'holding', v_holding, 'until', p_now + hub.setting_interval('rescue.pause_max')),
      jsonb_build_object('text', 'Look at the network and at the load of the database; if the render PCs are really off, nothing need be done.'));
    return true;
  end if;
  return p_now < v_since + hub.setting_interval('rescue.pause_max');
end
$$;

comment on function hub.rescues_are_paused is 'Whether too many workers are late at once to believe it: select hub.rescues_are_paused(now());';
