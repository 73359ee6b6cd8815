create or replace function hub.send_copy(p_message hub.notifications, p_now timestamptz) returns bigint
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Send a message of a channel that is dead, or that refuses it, the next way: through the next route that
-- takes such a thing and whose channel lives; what is an error or worse, when there is none,
-- through any, in the language of that route. The id of the copy, null when no way is left. It asks each channel once.
declare
  v_story hub.stories;
  v_says  jsonb := p_message.message;
  v_root  bigint := coalesce(p_message.copy_of, p_message.id);
  v_route hub.routes;
begin
  if p_message.reason in ('test', 'summary') then
    return null;
  end if;
  select r.* into v_route
  from hub.routes as r
  join hub.channels as c on c.id = r.channel_id
  left join hub.channel_health as h on h.channel_id = c.id
  cross join lateral (
    select hub.route_fits(r, p_message.message ->> 'kind', p_message.severity, p_message.message ->> 'subject', p_message.message ->> 'template') as fits) as f
  where r.enabled and c.enabled and h.dead_at is null and (f.fits or p_message.severity in ('error', 'critical'))
    and not (p_message.message ->> 'kind' = 'channel_dead' and p_message.message ->> 'subject' = 'channel:' || c.name)
    and r.channel_id not in (select n.channel_id from hub.notifications as n where (n.id = v_root or n.copy_of = v_root) and n.channel_id is not null)
    and not exists (  -- it tells that alert itself
      select from hub.story_alerts as a
      join hub.stories as s on s.id = a.story_id
      where a.event_id = p_message.event_id and s.route_id = r.id and s.id <> p_message.story_id
        and (s.state <> 'closed' or s.closed_at >= p_message.created_at))
  order by f.fits desc, hub.route_is_open(r, p_now) desc, r.position, r.id
  limit 1;
  if not found then
    return null;
  end if;
  if v_route.language <> v_says ->> 'language' then
    select s.* into v_story from hub.stories as s where s.id = p_message.story_id;
    v_says := case when found then hub.story_message(v_story, p_message.reason, p_message.severity, v_route.language, p_now) else v_says end;
  end if;
  return hub.put_message(v_route.channel_id, v_route.id, p_message.reason, p_message.severity,
    v_says || jsonb_build_object('instead_of', (select c.name from hub.channels as c where c.id = p_message.channel_id)),
    format('copy:%s:%s', v_root, v_route.channel_id), p_message.changed_at, p_now, p_message.story_id, p_message.event_id, v_root);
end
$$;

comment on function hub.send_copy is 'Used by put_message and watch_channels: sends a message the next way.';
