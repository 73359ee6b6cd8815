create or replace function hub.undo_channel(p_action hub.actions, p_now timestamptz, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- The part of undo_action for a channel: its fields of before, if nobody has changed it since; one
-- that was new is turned off. An act that wrote secrets to a channel that was there is not
-- taken back: what they were before is kept nowhere.
declare
  v_name   text := substr(p_action.subject, 9);
  v_before hub.channels;
  v_back   hub.channels;
  v_row    hub.channels;
begin
  select * into v_before from hub.channels as c where c.name = v_name for update;
  if v_before.id is null then
    raise exception 'channel "%" has another name by now', v_name
      using errcode = 'UB409', detail = 'blocked by channel:' || v_name, hint = 'select id, name, updated_by, updated_at from hub.channels;';
  elsif v_before is distinct from jsonb_populate_record(v_before, p_action.after - 'secrets_written') then
    raise exception 'channel "%" moved since: %', v_name, v_before.updated_by
      using errcode = 'UB409', detail = 'blocked by channel:' || v_before.id, hint = 'select id, name, updated_by, updated_at from hub.channels;';
  end if;
  v_back := jsonb_populate_record(v_before, coalesce(p_action.before, '{"enabled": false}'));
  perform hub.check_channel(v_back);
  update hub.channels as c
  set name = v_back.name, enabled = v_back.enabled, config = v_back.config, rate_caps = nullif(v_back.rate_caps, 'null'),
    updated_at = p_now, updated_by = hub.actor()
  where c.id = v_before.id
  returning * into v_row;
  update hub.channel_health as h set next_try_at = '-infinity', failures = 0,
    failing_since = case when v_row.enabled then h.failing_since end, dead_at = case when v_row.enabled then h.dead_at end
  where h.channel_id = v_row.id;
  perform hub.look_at_all_alerts(p_now);
  was := to_jsonb(v_before) - 'secrets';
  became := to_jsonb(v_row) - 'secrets';
end
$$;

comment on function hub.undo_channel is 'Used by undo_action: a channel''s fields of before.';
