create or replace function hub.save_channel(
  p_id bigint, p_channel jsonb, p_actor text, p_reason text, p_versions timestamptz[] default null, p_now timestamptz default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'save_channel' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Make a channel (p_id null), or change fields of one; answers it as people see it. Secrets go in
-- and never come out: of "secrets" only what is named changes, null takes one away, and the audit
-- keeps their names alone. p_versions: see hub.check_seen. What waits for the channel is tried at once.
declare
  c_fields constant text[] := '{name,kind,enabled,config,secrets,rate_caps}';
  v_now    timestamptz := hub.clock(p_now);
  v_before hub.channels;
  v_row    hub.channels;
begin
  perform hub.act_as(p_actor, p_reason);
  perform hub.check_fields('channel', p_channel, c_fields);
  if p_id is not null then
    select * into v_before from hub.channels as c where c.id = p_id for update;
    perform hub.check_seen('channel', p_id::text, to_jsonb(v_before), p_versions, 'select id, name, kind from hub.channels order by name;');
  end if;
  begin
    v_row := jsonb_populate_record(v_before,
      case when p_id is null then '{"enabled": true, "config": {}, "secrets": {}}'::jsonb else '{}' end || (p_channel - 'secrets'));
    v_row.secrets := jsonb_strip_nulls(coalesce(v_before.secrets, '{}') || coalesce(p_channel -> 'secrets', '{}'));
  exception when data_exception or syntax_error then
    raise exception 'the channel cannot be read' using errcode = 'UB422', hint = 'docs/alerting.md has an example of each kind.';
  end;
  if v_row.rate_caps = 'null' then
    v_row.rate_caps := null;
  end if;
  perform hub.check_channel(v_row);
  if v_row.kind <> v_before.kind then
    raise exception 'channel "%" stays %', v_before.name, v_before.kind using errcode = 'UB422', hint = 'Make a new channel and turn this one off: {"enabled": false}.';
  end if;
  perform hub.check_name_free('channel', v_row.name, (select c.id from hub.channels as c where c.name = v_row.name and c.id is distinct from p_id));
  if p_id is null then
    insert into hub.channels (name, kind, enabled, config, secrets, rate_caps, created_at, updated_at, updated_by)
    values (v_row.name, v_row.kind, v_row.enabled, v_row.config, v_row.secrets, v_row.rate_caps, v_now, v_now, hub.actor())
    returning * into v_row;
  else
    update hub.channels as c
    set name = v_row.name, enabled = v_row.enabled, config = v_row.config, secrets = v_row.secrets, rate_caps = v_row.rate_caps,
      updated_at = v_now, updated_by = hub.actor()
    where c.id = p_id
    returning * into v_row;
  end if;
  insert into hub.channel_health as h (channel_id) values (v_row.id)
  on conflict (channel_id) do update
  set next_try_at = '-infinity', failures = 0, failing_since = case when v_row.enabled then h.failing_since end,
    dead_at = case when v_row.enabled then h.dead_at end;
  perform hub.look_at_all_alerts(v_now);
  perform hub.record_action('save_channel', 'channel:' || v_row.name,
    case when p_id is not null then to_jsonb(v_before) - 'secrets' end,
    to_jsonb(v_row) - 'secrets' || jsonb_build_object('secrets_written',
      (select coalesce(jsonb_agg(k.key order by k.key), '[]') from jsonb_each(coalesce(p_channel -> 'secrets', '{}')) as k)),
    p_id is null or coalesce(p_channel -> 'secrets', '{}') = '{}');
  return hub.shown_channel(v_row, v_now);
end
$$;

comment on function hub.save_channel is 'Make a channel (null) or change one: select hub.save_channel(1, ''{"enabled": false}'', ''ann'', ''rehearsal'');';
