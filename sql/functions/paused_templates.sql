create or replace function hub.paused_templates() returns setof text
language sql stable security definer set search_path = ''
as $$
  -- Names of the templates that are paused; '*' when the whole queue is.
  select case p.scope when 'queue' then '*' else substr(p.scope, 10) end
  from hub.pauses as p
  where p.resumed_at is null and (p.scope = 'queue' or p.scope like 'template:%')
$$;

comment on function hub.paused_templates is 'What is paused now, * for the queue: select hub.paused_templates();';
