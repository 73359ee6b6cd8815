create or replace function hub.save_route(
  p_id bigint, p_route jsonb, p_actor text, p_reason text, p_versions timestamptz[] default null, p_now timestamptz default null
) returns hub.routes
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'save_route' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Make a route (p_id null), or change fields of one. It holds at once: open alerts are looked at
-- anew. p_versions: see hub.save_rule. A route stays; enabled false turns it off.
declare
  c_fields constant text[] := '{name,channel_id,enabled,position,match,go_on,language,schedule,time_zone,timing,escalate_to}';
  v_now    timestamptz := hub.clock(p_now);
  v_before hub.routes;
  v_row    hub.routes;
  v_wrong  text;
begin
  perform hub.act_as(p_actor, p_reason);
  select k into v_wrong from jsonb_object_keys(p_route) as k where k <> all (c_fields) limit 1;
  if v_wrong is not null then
    raise exception 'a route has no "%"', left(v_wrong, 80) using errcode = 'UB400', hint = 'Fields: ' || array_to_string(c_fields, ', ') || '.';
  end if;
  if p_id is not null then
    select * into v_before from hub.routes as r where r.id = p_id for update;
    if not found then
      raise exception 'no route %', p_id using errcode = 'UB404', hint = 'select id, name, position from hub.routes order by position, id;';
    end if;
    if v_before.updated_at <> all (p_versions) then
      raise exception 'route "%" was changed by "%"', v_before.name, v_before.updated_by
        using errcode = 'UB412', detail = 'blocked by route:' || p_id, hint = 'Read it again, then decide anew.';
    end if;
  end if;
  begin
    v_row := jsonb_populate_record(v_before, case when p_id is null
      then '{"enabled": true, "position": 100, "match": {}, "go_on": false, "language": "ko", "timing": {}}'::jsonb else '{}' end || p_route);
  exception when data_exception or syntax_error then
    raise exception 'the route cannot be read: %', sqlerrm using errcode = 'UB422', hint = 'docs/alerting.md says what each field does.';
  end;
  v_row.schedule := nullif(v_row.schedule, 'null');
  perform hub.check_route(v_row);
  if exists (select from hub.routes as r where r.name = v_row.name and r.id is distinct from p_id) then
    raise exception 'there is a route "%" already', v_row.name
      using errcode = 'UB409', detail = 'blocked by route:' || (select r.id from hub.routes as r where r.name = v_row.name), hint = 'Change that one, or choose another name.';
  end if;
  if p_id is null then
    insert into hub.routes (name, channel_id, enabled, position, match, go_on, language, schedule, time_zone, timing, escalate_to, created_at, updated_at, updated_by)
    values (v_row.name, v_row.channel_id, v_row.enabled, v_row.position, v_row.match, v_row.go_on, v_row.language, v_row.schedule, v_row.time_zone,
      v_row.timing, v_row.escalate_to, v_now, v_now, hub.actor())
    returning * into v_row;
  else
    update hub.routes as r
    set name = v_row.name, channel_id = v_row.channel_id, enabled = v_row.enabled, position = v_row.position, match = v_row.match, go_on = v_row.go_on,
      language = v_row.language, schedule = v_row.schedule, time_zone = v_row.time_zone, timing = v_row.timing, escalate_to = v_row.escalate_to,
      updated_at = v_now, updated_by = hub.actor()
    where r.id = p_id
    returning * into v_row;
  end if;
  perform hub.look_at_all_alerts(v_now);
  perform hub.record_action('save_route', 'route:' || v_row.name, case when p_id is not null then to_jsonb(v_before) end, to_jsonb(v_row));
  return v_row;
end
$$;

comment on function hub.save_route is 'Make a route (null) or change one: select name, enabled from hub.save_route(1, ''{"enabled": false}'', ''ann'', ''rehearsal'');';
