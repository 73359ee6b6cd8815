create or replace function hub.undo_route(p_action hub.actions, p_now timestamptz, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- The part of undo_action for a route: its fields of before, if nobody has changed it since. One
-- that was new is turned off; it stays, because messages point at it.
declare
  v_name   text := substr(p_action.subject, 7);
  v_before hub.routes;
  v_back   hub.routes;
  v_row    hub.routes;
begin
  select * into v_before from hub.routes as r where r.name = v_name for update;
  if v_before.id is null then
    raise exception 'route "%" has another name by now', v_name
      using errcode = 'UB409', detail = 'blocked by route:' || v_name, hint = 'select id, name, updated_by, updated_at from hub.routes;';
  elsif v_before is distinct from jsonb_populate_record(v_before, p_action.after) then
    raise exception 'route "%" moved since: %', v_name, v_before.updated_by
      using errcode = 'UB409', detail = 'blocked by route:' || v_before.id, hint = 'select id, name, updated_by, updated_at from hub.routes;';
  end if;
  v_back := jsonb_populate_record(v_before, coalesce(p_action.before, '{"enabled": false}'));
  perform hub.check_route(v_back);
  update hub.routes as r
  set name = v_back.name, channel_id = v_back.channel_id, enabled = v_back.enabled, position = v_back.position, match = v_back.match, go_on = v_back.go_on,
    language = v_back.language, schedule = nullif(v_back.schedule, 'null'), time_zone = v_back.time_zone, timing = v_back.timing,
    escalate_to = v_back.escalate_to, updated_at = p_now, updated_by = hub.actor()
  where r.id = v_before.id
  returning * into v_row;
  perform hub.look_at_all_alerts(p_now);
  was := to_jsonb(v_before);
  became := to_jsonb(v_row);
end
$$;

comment on function hub.undo_route is 'Used by undo_action: a route''s fields of before.';
