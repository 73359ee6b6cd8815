create or replace function hub.remedy_alert(p_event public.monitoring_events, p_limit int, p_now timestamptz) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Act on one alert: how many acts that were. What somebody holds is left for the next time.
declare
  v_evidence jsonb := jsonb_build_object('alert', p_event.id, 'title', p_event.title);
  v_now      timestamptz := hub.clock(p_now);
  v_done     int := 0;
begin
  perform set_config('hub.remedy', 'on', true);  -- the verbs below may bear the hub's name (hub.act_as)
  perform set_config('hub.action', '', true);  -- no act of somebody else in this transaction
  case p_event.kind
  when 'stale_pending' then
    if p_event.subject like 'starved:%' or p_event.subject = 'unknown' then
      v_done := hub.boost(array(select i::bigint from jsonb_array_elements_text(p_event.members -> 'instructions') as i),
        'stale_pending', 1, p_limit, v_evidence);
    end if;
  when 'orphan_hand' then
    perform from public.hands as h
    where h.id = (p_event.details ->> 'hand_id')::bigint and h.is_premium and h.voided_at is null and h.duplicate_of is null
    for no key update skip locked;
    if found then
      select count(*) into v_done from hub.make_graphic((p_event.details ->> 'hand_id')::bigint, 'hub:orphan_hand', 'nobody made it in time', p_now);
    end if;
  when 'bad_worker' then
    v_done := hub.avoid_worker((p_event.details ->> 'worker_id')::uuid, p_event.id, v_now);
  when 'stuck_processing' then
    perform from public.render_instructions as i
    where i.id = (p_event.details ->> 'instruction_id')::bigint and i.attempt = (p_event.details ->> 'attempt')::bigint and i.status = 'processing'
    for no key update skip locked;
    if found then
      perform hub.release_stuck((p_event.details ->> 'instruction_id')::bigint, (p_event.details ->> 'attempt')::bigint,
        'hub:stuck_processing', 'it hangs', p_now);
      v_done := 1;
    end if;
  end case;
  -- verbs that people call too know nothing of the alert: it is noted in their audit row
  update hub.actions as a set evidence = v_evidence
  where v_done > 0 and a.evidence is null and a.id = nullif(current_setting('hub.action', true), '')::bigint and a.actor = 'hub:' || p_event.kind;
  perform set_config('hub.remedy', '', true);
  return v_done;
end
$$;

comment on function hub.remedy_alert is 'Used by remedy: acts on one alert.';
