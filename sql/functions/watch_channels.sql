create or replace function hub.watch_channels(p_now timestamptz) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Channels that have failed for too long are dead: that is an alert, and what waits for them goes the
-- next way as well. Where nothing but a test failed, who sent it is told, and nobody else. Asked again while it lasts, so that the alert lasts, and ends when the channel
-- has delivered, was turned off or is called otherwise. How many have died now.
declare
  v_health  hub.channel_health;
  v_channel hub.channels;
  v_message hub.notifications;
  v_subject text;
  v_count   int := 0;
begin
  for v_subject in
    select e.subject from public.monitoring_events as e
    where e.kind = 'channel_dead' and e.state <> 'resolved' and not exists (
      select from hub.channels as c
      join hub.channel_health as h on h.channel_id = c.id
      where 'channel:' || c.name = e.subject and c.enabled and h.dead_at is not null)
  loop
    perform hub.clear_event('channel_dead', v_subject, 'hub:channel_dead', 'it delivers again, or is not used any more');
  end loop;
  for v_health in
    select h.* from hub.channel_health as h
    where h.dead_at is not null or h.failing_since <= p_now - hub.setting_interval('channel.dead_after') and (
      select n.state from hub.notifications as n where n.channel_id = h.channel_id and n.reason <> 'test' order by n.id desc limit 1) in ('queued', 'dead')
    order by h.channel_id
    for update skip locked  -- a delivery is reporting: the next time
  loop
    select c.* into v_channel from hub.channels as c where c.id = v_health.channel_id;
    continue when not v_channel.enabled;
    perform hub.raise_event('channel_dead', 'channel:' || v_channel.name, 'alert', 'error',
      format('Channel "%s" delivers nothing since %s: %s', v_channel.name, hub.told_time(v_health.failing_since), v_health.last_error),
      jsonb_build_object('channel_id', v_channel.id, 'failures', v_health.failures, 'failing_since', v_health.failing_since, 'error', v_health.last_error),
      jsonb_build_object('text', 'Its messages go through the next route. Mend its address or its server, then send a test.',
        'text_ko', '메시지는 다음 경로로 전달됩니다. 주소나 서버를 고친 뒤 시험 메시지를 보내세요.',
        'sql', format('select * from hub.test_channel(%s, user, ''is it back?'');', v_channel.id)),
      format('채널 "%s": %s부터 메시지가 전달되지 않음, %s', v_channel.name, hub.told_time(v_health.failing_since), v_health.last_error));
    continue when v_health.dead_at is not null;
    update hub.channel_health as h set dead_at = p_now where h.channel_id = v_health.channel_id;
    v_count := v_count + 1;
    for v_message in
      select n.* from hub.notifications as n
      where n.channel_id = v_channel.id and n.state = 'queued' and not exists (select from hub.notifications as m where m.copy_of = n.id)
      order by n.due_at, n.id
    loop
      perform hub.send_copy(v_message, p_now);
    end loop;
  end loop;
  return v_count;
end
$$;

comment on function hub.watch_channels is 'Used by tell_alerts: says which channels are dead, and sends their messages the next way.';
