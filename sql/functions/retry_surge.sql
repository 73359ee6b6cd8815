create or replace function hub.retry_surge(p_limit int, p_now timestamptz) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off set hub.verb = 'retry_surge' set hub.actor = '' set hub.reason = ''
as $$
-- What used up its retries during an error surge goes back to the queue once, when the surge
-- has ended: retries end after some minutes, a fault may last an hour, and what failed because
-- of it is no bad job. Only when the end was seen (jobs succeed again), not when traffic
-- merely ceased: else the same fault would be fed forever. Once, because what fails again
-- ends after the surge. p_limit at most, the most urgent first; the rest comes with the
-- next tick. Permanent failures, expired graphics and what took down its workers stay.
declare
  v_surge public.monitoring_events;
  v_rows  public.render_instructions[];
begin
  select * into v_surge from public.monitoring_events as e
  where e.kind = 'error_surge' and e.subject = 'global' and e.state = 'resolved' and e.resolved_by = 'hub:error_surge' and e.fired_at is not null
    and e.resolution_notes not like 'inconclusive%' and e.resolved_at > p_now - interval '10 minutes' and e.resolved_at <= p_now
  order by e.resolved_at desc limit 1;
  if not found then
    return 0;
  end if;
  v_rows := array(
    select i from public.render_instructions as i
    where i.status = 'failed' and i.retry_at is null and i.retry_count >= i.max_retries and i.error_class is distinct from 'permanent'
      and i.completed_at between v_surge.first_seen_at - hub.setting_interval('error.repeat_window') and v_surge.resolved_at
      and i.rescue_count < hub.setting_number('rescue.poison_at') and (i.expires_at is null or i.expires_at > p_now)
      and not hub.was_undone('error_surge', 'instruction:' || i.id, i.completed_at)
    order by i.priority, i.id
    limit p_limit
    for update skip locked);
  perform set_config('hub.actor', 'hub:error_surge', true), set_config('hub.reason', 'the surge in which it failed is over', true);
  return (select count(*) from hub.retry_rows(v_rows, null, jsonb_build_object('alert', v_surge.id, 'title', v_surge.title), p_now));
end
$$;

comment on function hub.retry_surge is 'Used by remedy: what failed during an error surge is tried once more when it is over.';
