create or replace function hub.route_is_open(p_route hub.routes, p_now timestamptz) returns boolean
language sql stable set search_path = ''
as $$
  -- Whether a route is open at a time. A window whose end is not after its beginning goes on
  -- past midnight and belongs to the day it began.
  select p_route.schedule is null or exists (
    select
    from (select p_now at time zone coalesce(p_route.time_zone, hub.setting_text('time_zone')) as at) as l
    cross join jsonb_array_elements(p_route.schedule) as w
    cross join lateral (
      select (w ->> 'from')::time as opens, (w ->> 'to')::time as shuts, l.at::time as now,
        coalesce(w -> 'days' ? lower(to_char(l.at, 'dy')), true) as today,
        coalesce(w -> 'days' ? lower(to_char(l.at - interval '1 day', 'dy')), true) as yesterday
    ) as t
    where case
      when t.opens < t.shuts then t.today and t.now >= t.opens and t.now < t.shuts
      else t.today and t.now >= t.opens or t.yesterday and t.now < t.shuts end)
$$;

comment on function hub.route_is_open is 'Whether a route is open now: select name, hub.route_is_open(r, now()) from hub.routes as r;';
