create or replace function hub.test_channel(p_channel bigint, p_actor text, p_reason text, p_language text default 'ko', p_now timestamptz default null)
returns hub.notifications
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'test_channel' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Put a test message into the outbox: it goes the very way of real ones, at once, whatever backoff or
-- cap the channel is under. What became of it stands in its row a moment later.
declare
  v_now     timestamptz := hub.clock(p_now);
  v_channel hub.channels;
  v_row     hub.notifications;
  v_ko      boolean := p_language = 'ko';
begin
  perform hub.act_as(p_actor, p_reason);
  if p_language is null or p_language not in ('ko', 'en') then
    raise exception 'no such language "%"', left(p_language, 20) using errcode = 'UB422', hint = 'ko or en.';
  end if;
  select * into v_channel from hub.channels as c where c.id = p_channel;
  if not found then
    raise exception 'no channel %', coalesce(p_channel::text, 'null') using errcode = 'UB404', hint = 'select id, name, kind from hub.channels order by name;';
  end if;
  if not v_channel.enabled then
    raise exception 'channel "%" is off', v_channel.name using errcode = 'UB409', detail = 'blocked by channel:' || p_channel, hint = 'Turn it on first: {"enabled": true}.';
  end if;
  insert into hub.channel_health as h (channel_id) values (p_channel) on conflict (channel_id) do update set next_try_at = '-infinity';
  insert into hub.notifications (channel_id, reason, severity, created_at, due_at, changed_at, message)
  values (p_channel, 'test', 'info', v_now, v_now, v_now, jsonb_strip_nulls(jsonb_build_object(
    'language', p_language, 'reason', 'test', 'severity', 'info', 'resolved', false, 'kind', 'test', 'subject', 'channel:' || v_channel.name,
    'headline', format(case when v_ko then '시험 메시지: 채널 "%s"로 알림이 도착합니다' else 'Test: alerts arrive through channel "%s"' end, v_channel.name),
    'lines', jsonb_build_array(format(case when v_ko then '%s 님이 보냄: %s' else 'Sent by %s: %s' end, hub.actor(), btrim(p_reason))),
    'facts', '[]'::jsonb, 'alerts', '[]'::jsonb, 'link', hub.dashboard_link('/'), 'at', v_now)))
  returning * into v_row;
  perform hub.record_action('test_channel', 'channel:' || v_channel.name, null, jsonb_build_object('notification_id', v_row.id), false);
  return v_row;
end
$$;

comment on function hub.test_channel is 'Send a test message: select id from hub.test_channel(1, ''ann'', ''new address'');';
