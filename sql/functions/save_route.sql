create or replace function hub.save_route(
  p_id bigint, p_route jsonb, p_actor text, p_reason text, p_versions timestamptz[] default null, p_now timestamptz default null
) returns hub.routes
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'save_route' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Make a route (p_id null), or change fields of one. It holds at once: open alerts are looked at
-- anew. p_versions: see hub.check_seen. A route stays; enabled false turns it off. What speaks
-- against it (hub.route_doubts) is a warning.
declare
  c_fields constant text[] := '{name,channel_id,enabled,position,match,go_on,language,schedule,time_zone,timing,escalate_to}';
  v_now    timestamptz := hub.clock(p_now);
  v_before hub.routes;
  v_row    hub.routes;
  v_doubt  text;
begin
  perform hub.act_as(p_actor, p_reason);
  perform hub.check_fields('route', p_route, c_fields);
  if p_id is not null then
    select * into v_before from hub.routes as r where r.id = p_id for update;
    perform hub.check_seen('route', p_id::text, to_jsonb(v_before), p_versions, 'select id, name, position from hub.routes order by position, id;');
  end if;
  begin
    v_row := jsonb_populate_record(v_before, case when p_id is null
      then '{"enabled": true, "position": 100, "match": {}, "go_on": false, "language": "ko", "timing": {}}'::jsonb else '{}' end || p_route);
  exception when data_exception or syntax_error then
    raise exception 'the route cannot be read: %', sqlerrm using errcode = 'UB422', hint = 'docs/alerting.md says what each field does.';
  end;
  v_row.schedule := nullif(v_row.schedule, 'null');
  perform hub.check_route(v_row);
  perform hub.check_name_free('route', v_row.name, (select r.id from hub.routes as r where r.name = v_row.name and r.id is distinct from p_id));
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
  foreach v_doubt in array hub.route_doubts(v_row) loop
    raise warning '%', v_doubt using hint = 'Change match.kind, if it was mistyped: docs/alerts.md says which kinds there are.';
  end loop;
  return v_row;
end
$$;

comment on function hub.save_route is 'Make a route (null) or change one: select name, enabled from hub.save_route(1, ''{"enabled": false}'', ''ann'', ''rehearsal'');';
