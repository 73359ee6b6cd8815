create or replace function hub.route_time(p_route hub.routes, p_severity text, p_what text) returns interval
language sql stable set search_path = ''
as $$
  -- A route's wait, interval, repeat or escalate for a severity: its own, or the setting's.
  -- Null = never, of repeat and escalate.
  select case when t.seconds > 0 or p_what in ('wait', 'interval') then t.seconds * interval '1 second' end
  from (
    select coalesce((p_route.timing -> p_severity ->> p_what)::float8,
      hub.setting_number(format('notify.%s.%s', case p_severity when 'critical' then 'critical' else 'other' end, p_what))) as seconds
  ) as t
$$;

comment on function hub.route_time is 'A route''s times: select name, hub.route_time(r, ''critical'', ''repeat'') from hub.routes as r;';
