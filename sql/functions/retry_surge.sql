create or replace function hub.retry_surge(p_limit int, p_now timestamptz) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off set hub.verb = 'retry_surge' set hub.actor = '' set hub.reason = ''
as $$
-- What used up its retries during an error surge goes back to the queue once, with its retries
-- counted anew, when the surge has ended by itself (a person who ends it decides): retries end after some minutes, a fault may last an hour, and what failed because
-- of it is no bad job. Once, because what fails again ends after the surge. p_limit at most, the most
-- urgent first; the rest comes with the next tick. Permanent failures, expired graphics and
-- what took down its workers stay.
--
-- An end without traffic proves nothing, so then, like a circuit breaker that is half open, one
-- job alone is tried: the others follow within three hours when more jobs that began since then
-- were rendered than failed. Else the same fault would be fed forever.
declare
  v_surge public.monitoring_events;
  v_proof record;
  v_limit int := p_limit;
  v_rows  public.render_instructions[];
begin
  select * into v_surge from public.monitoring_events as e
  where e.kind = 'error_surge' and e.subject = 'global' and e.state = 'resolved' and e.resolved_by = 'hub:error_surge' and e.fired_at is not null
    and e.resolved_at <= p_now
    and e.resolved_at > p_now - case when e.resolution_notes like 'inconclusive%' then interval '3 hours' else interval '10 minutes' end
  order by e.resolved_at desc limit 1;
  if not found then
    return 0;
  end if;
  if v_surge.resolution_notes like 'inconclusive%' then
    select count(*) filter (where j.rendered) as rendered, count(*) filter (where not j.rendered) as failed into v_proof
    from (
      select bool_or(a.outcome in ('completed', 'reconciled')) as rendered from hub.attempts as a
      where a.finished_at between v_surge.resolved_at and p_now and a.started_at > v_surge.resolved_at
        and a.outcome in ('completed', 'reconciled', 'failed')
      group by a.instruction_id) as j;
    if v_proof.rendered <= v_proof.failed then
      v_limit := case when exists (
        select from hub.actions as a where a.at >= v_surge.resolved_at and a.actor = 'hub:error_surge') then 0 else 1 end;
    end if;
  end if;
  v_rows := array(
    select i from public.render_instructions as i
    where i.status = 'failed' and i.retry_at is null and i.retry_count >= i.max_retries and i.error_class is distinct from 'permanent'
      and i.completed_at between v_surge.first_seen_at - hub.setting_interval('error.repeat_window') and v_surge.resolved_at
      and i.rescue_count < hub.setting_number('rescue.poison_at') and (i.expires_at is null or i.expires_at > p_now)
      and not hub.was_undone('error_surge', 'instruction:' || i.id, i.completed_at)
    order by i.priority, i.id
    limit v_limit
    for update skip locked);
  perform set_config('hub.actor', 'hub:error_surge', true), set_config('hub.reason', 'the surge in which it failed is over', true);
  return (select count(*) from hub.retry_rows(v_rows, null, jsonb_build_object('alert', v_surge.id, 'title', v_surge.title), p_now));
end
$$;

comment on function hub.retry_surge is 'Used by remedy: what failed during an error surge is tried once more when it is over.';
