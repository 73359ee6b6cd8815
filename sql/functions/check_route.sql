create or replace function hub.check_route(p_route hub.routes) returns void
language plpgsql stable set search_path = ''
as $$
-- Refuse a route that cannot be followed, saying which field is wrong. A kind that does not exist
-- yet may be named: kinds come with versions of the hub; hub.route_doubts tells of it.
declare
  c_severities constant jsonb := '["info", "warning", "error", "critical"]';
  v_wrong text;
begin
  v_wrong := case
    when coalesce(p_route.name, '') !~ '^[^\s"]([^"\r\n\t]{0,60}[^\s"])?$' then 'name: 1 to 62 characters, no quotes'
    when p_route.channel_id is null or not exists (select from hub.channels as c where c.id = p_route.channel_id) then 'channel_id: a channel of GET /api/channels'
    when p_route.escalate_to is not null and not exists (select from hub.channels as c where c.id = p_route.escalate_to) then 'escalate_to: a channel of GET /api/channels, or null'
    when p_route.escalate_to = p_route.channel_id then 'escalate_to: another channel than its own'
    when p_route.enabled is null or p_route.go_on is null then 'enabled, go_on: true or false'
    when p_route.position is null or p_route.position not between 0 and 1000000 then 'position: 0 to 1000000, lowest first'
    when p_route.language is null or p_route.language not in ('ko', 'en') then 'language: ko or en'
    when p_route.time_zone is not null and not exists (select from pg_catalog.pg_timezone_names as z where z.name = p_route.time_zone) then 'time_zone: such as Asia/Seoul, or null'
    when jsonb_typeof(p_route.match) is distinct from 'object' or jsonb_typeof(p_route.timing) is distinct from 'object' then 'match and timing: objects'
    when exists (select from jsonb_object_keys(p_route.match) as k where k not in ('severity', 'kind', 'subject', 'template')) then 'match: severity, kind, subject, template'
    when exists (
      select from jsonb_each(p_route.match) as m
      where case when m.key = 'subject' then jsonb_typeof(m.value) <> 'string' or m.value = '""' or length(m.value #>> '{}') > 300
        when jsonb_typeof(m.value) <> 'array' then true
        else jsonb_array_length(m.value) not between 1 and 50 or exists (
          select from jsonb_array_elements(m.value) as i where jsonb_typeof(i) <> 'string' or length(i #>> '{}') not between 1 and 100) end)
      then 'match: severity, kind and template are lists of texts, subject is a text (* stands for anything)'
    when p_route.match ? 'severity' and not c_severities @> (p_route.match -> 'severity') then 'match.severity: info, warning, error, critical'
    when exists (select from jsonb_each(p_route.timing) as t where not c_severities ? t.key or jsonb_typeof(t.value) <> 'object')
      then 'timing: {"critical": {"wait": 0, "interval": 120, "repeat": 600, "escalate": 300}}'
    when exists (
      select from jsonb_each(p_route.timing) as t cross join lateral jsonb_each(t.value) as s
      where s.key not in ('wait', 'interval', 'repeat', 'escalate') or jsonb_typeof(s.value) <> 'number'
        or (s.value #>> '{}')::numeric not between case s.key when 'interval' then 10 else 0 end and 86400)
      then 'timing: wait, interval (10 and more), repeat, escalate, in seconds up to 86400'
    when p_route.schedule is not null and (jsonb_typeof(p_route.schedule) <> 'array' or jsonb_array_length(p_route.schedule) not between 1 and 50)
      then 'schedule: a list of windows, or null for always'
  end;
  if v_wrong is null and p_route.schedule is not null and exists (
    select from jsonb_array_elements(p_route.schedule) as w
    where jsonb_typeof(w) <> 'object'
      or not coalesce(w ->> 'from' ~ '^([01]\d|2[0-3]):[0-5]\d$' and w ->> 'to' ~ '^(([01]\d|2[0-3]):[0-5]\d|24:00)$', false)
      or w ? 'days' and not coalesce(jsonb_typeof(w -> 'days') = 'array' and '["mon", "tue", "wed", "thu", "fri", "sat", "sun"]' @> (w -> 'days') and w -> 'days' <> '[]', false)
      or (w - '{days,from,to}'::text[]) <> '{}') then
    v_wrong := 'schedule: [{"days": ["mon", "tue"], "from": "18:00", "to": "02:00"}]';
  end if;
  if v_wrong is not null then
    raise exception 'the route cannot be followed; %', v_wrong using errcode = 'UB422', hint = 'docs/alerting.md says what each field does.';
  end if;
end
$$;

comment on function hub.check_route is 'Used by save_route: refuses a route that cannot be followed.';
