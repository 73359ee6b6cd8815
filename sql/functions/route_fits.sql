create or replace function hub.route_fits(p_route hub.routes, p_kind text, p_severity text, p_subject text, p_template text) returns boolean
language sql stable set search_path = ''
as $$
  -- Whether a route takes this, its hours aside. Without a severity it takes all but info,
  -- unless it names kinds; kinds that are not scored, and graphics that are done, only by name.
  -- That a channel is dead is not told through it.
  select p_route.enabled
    and case
      when p_route.match ? 'kind' then p_route.match -> 'kind' ? p_kind
      else p_kind <> 'graphic_done' and coalesce((select d.scored from hub.detectors as d where d.kind = p_kind), true) end
    and case
      when p_route.match ? 'severity' then p_route.match -> 'severity' ? p_severity
      else p_severity <> 'info' or p_route.match ? 'kind' end
    and (not p_route.match ? 'subject'
      or p_subject like replace(regexp_replace(p_route.match ->> 'subject', '([\\%_])', '\\\1', 'g'), '*', '%'))
    and (not p_route.match ? 'template' or coalesce(p_route.match -> 'template' ? p_template, false))
    and exists (
      select from hub.channels as c
      where c.id = p_route.channel_id and c.enabled and not (p_kind = 'channel_dead' and p_subject = 'channel:' || c.name))
$$;

comment on function hub.route_fits is 'Whether a route takes an alert: select r.name from hub.routes as r where hub.route_fits(r, ''stall'', ''critical'', ''global'', null);';
