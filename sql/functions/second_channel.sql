create or replace function hub.second_channel(p_story hub.stories, p_route hub.routes, p_severity text, p_now timestamptz) returns bigint
language sql stable set search_path = ''
as $$
  -- Who is told when nobody takes a story: the channel that the route names, or that of the next
  -- route that fits, in the order of the routes, those that are open now first: somebody has to be found; null when there is no other.
  select coalesce(
    (select c.id from hub.channels as c where c.id = p_route.escalate_to and c.enabled),
    (
      select r.channel_id
      from hub.routes as r
      cross join lateral (
        select e.subject, hub.template_of_event(e) as template
        from hub.story_alerts as a join public.monitoring_events as e on e.id = a.event_id where a.story_id = p_story.id order by e.id limit 1) as f
      where r.enabled and r.channel_id <> p_route.channel_id and hub.route_fits(r, p_story.kind, p_severity, f.subject, f.template)
      order by hub.route_is_open(r, p_now) desc, (r.position, r.id) < (p_route.position, p_route.id), r.position, r.id
      limit 1))
$$;

comment on function hub.second_channel is 'Used by tell_story: who is told when nobody takes it.';
