create or replace function hub.put_message(
  p_channel bigint, p_route bigint, p_reason text, p_severity text, p_message jsonb, p_key text, p_changed timestamptz, p_now timestamptz,
  p_story bigint default null, p_event bigint default null, p_copy_of bigint default null
) returns bigint
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Put a message into the outbox, once for its key; its id, null when it was there. Where its channel is
-- dead it also goes the next way: the one that stays behind is told when the channel is back.
declare
  v_row hub.notifications;
begin
  insert into hub.notifications (event_id, channel_id, route_id, story_id, key, reason, severity, message, created_at, due_at, changed_at, copy_of)
  values (p_event, p_channel, p_route, p_story, p_key, p_reason, p_severity, p_message, p_now, p_now, p_changed, p_copy_of)
  on conflict (key) do nothing
  returning * into v_row;
  if v_row.id is not null and exists (select from hub.channel_health as h where h.channel_id = p_channel and h.dead_at is not null) then
    perform hub.send_copy(v_row, p_now);
  end if;
  return v_row.id;
end
$$;

comment on function hub.put_message is 'Used wherever somebody is to be told something: puts a message into the outbox.';
