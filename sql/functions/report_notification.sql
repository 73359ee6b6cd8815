create or replace function hub.report_notification(
  p_notification bigint, p_attempt int, p_outcome text, p_answer text, p_retry_after float8 default null, p_now timestamptz default null
) returns hub.notifications
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'report_notification' set hub.now = '' set hub.actor = 'hub:notify' set hub.reason = '' set lock_timeout = '10s'
as $$
-- What became of a delivery. p_outcome: sent; failed (tried again when the channel's backoff is over, or after
-- p_retry_after seconds if it said so, whichever is later); unknown (failed, and nobody can say whether the receiver has it:
-- the next try is marked as maybe repeated); refused (the receiver takes the channel's messages, but not
-- this one: after three times it goes the next way and is given up here). A test that failed for a minute is given up:
-- who sent it has looked elsewhere by then. Fenced: who was too
-- slow, so that another hub has it, is refused with UB409 and changes nothing. After the
-- first success of a channel that was dead the next tick ends its alert (hub.watch_channels).
declare
  v_now    timestamptz := hub.clock(p_now);
  v_row    hub.notifications;
begin
  if p_outcome is null or p_outcome not in ('sent', 'failed', 'unknown', 'refused') then
    raise exception 'no such outcome "%"', left(p_outcome, 40) using errcode = 'UB422', hint = 'sent, failed, unknown or refused.';
  end if;
  select n.* into v_row from hub.notifications as n where n.id = p_notification;
  if not found then
    raise exception 'no message %', p_notification using errcode = 'UB404', hint = 'select id, state, reason from hub.notifications order by id desc limit 20;';
  end if;
  -- the channel first, as a claim does
  perform from hub.channel_health as h where h.channel_id = v_row.channel_id for update;
  select n.* into v_row from hub.notifications as n where n.id = p_notification for update;
  if v_row.state <> 'queued' or v_row.tries <> p_attempt or v_row.lease_until is null then
    raise exception 'message % is not lent for attempt %', p_notification, p_attempt
      using errcode = 'UB409', detail = 'blocked by attempt ' || v_row.tries, hint = 'Nothing to do: another hub has it, or it is done.';
  end if;
  update hub.notifications as n
  set lease_until = null,
    state = case when p_outcome = 'sent' then 'sent' when p_outcome = 'refused' and n.tries >= 3 or n.reason = 'test' and n.created_at < v_now - interval '1 minute' then 'dead' else 'queued' end,
    sent_at = case when p_outcome = 'sent' then v_now end,
    delivery_log = jsonb_set(n.delivery_log, '{-1}', n.delivery_log -> -1
      || jsonb_build_object('answered_at', v_now, 'ok', p_outcome = 'sent', 'answer', left(p_answer, 500))
      || case p_outcome when 'unknown' then '{"unknown": true}' else '{}' end::jsonb)
  where n.id = p_notification
  returning * into v_row;
  if v_row.state = 'dead' then
    perform hub.send_copy(v_row, v_now);
  end if;
  if p_outcome = 'sent' then
    update hub.channel_health as h
    set failures = 0, failing_since = null, dead_at = null, next_try_at = '-infinity', last_sent_at = v_now, last_error = null
    where h.channel_id = v_row.channel_id;
  else
    update hub.channel_health as h
    set failures = h.failures + 1, failing_since = coalesce(h.failing_since, h.last_tried_at, v_now), last_error = left(p_answer, 500),
      -- "at once" is no reason to hammer a receiver that does not take it
      next_try_at = v_now + interval '1 second' * greatest(case when p_retry_after > 0 then least(p_retry_after, 3600) end,
        least(2 ^ least(h.failures + 1, 20), hub.setting_number('notify.backoff_max')) * (0.75 + 0.25 * random()))
    where h.channel_id = v_row.channel_id;
  end if;
  return v_row;
end
$$;

comment on function hub.report_notification is 'Say what became of a delivery: select state from hub.report_notification(7, 1, ''sent'', ''200'');';
