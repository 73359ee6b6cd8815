create or replace function hub.join_stories(p_event public.monitoring_events, p_now timestamptz) returns boolean
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Give an alert to the routes that take it: each has one open story of its kind. The first
-- route that fits takes it, and the next ones too while they say go_on. Answers whether the hours of
-- a route stand in the way that would have come before: then it has to be asked again, and that route is told when it opens, whoever was told meanwhile.
declare
  v_route    hub.routes;
  v_template text := hub.template_of_event(p_event);
  v_shut     boolean := false;
begin
  for v_route in select r.* from hub.routes as r where r.enabled order by r.position, r.id loop
    continue when not hub.route_fits(v_route, p_event.kind, p_event.severity, p_event.subject, v_template);
    if not hub.route_is_open(v_route, p_now) then
      v_shut := true;
      continue;
    end if;
    insert into hub.stories (route_id, kind, opened_at, due_at) values (v_route.id, p_event.kind, p_now, p_now)
    on conflict (route_id, kind) where state <> 'closed' do nothing;
    insert into hub.story_alerts (story_id, event_id, joined_at)
    select s.id, p_event.id, p_now from hub.stories as s where s.route_id = v_route.id and s.kind = p_event.kind and s.state <> 'closed'
    on conflict do nothing;
    if not v_route.go_on then
      return v_shut;
    end if;
  end loop;
  return v_shut;
end
$$;

comment on function hub.join_stories is 'Used by tell_alerts: gives an alert to the routes that take it.';
