create or replace function hub.template_of_event(p_event public.monitoring_events) returns text
language sql immutable set search_path = ''
as $$
  -- The template that an alert is about, as routes match it: of its evidence, else of its subject; null for one that is about none.
  select coalesce(p_event.details ->> 'template_name', p_event.details ->> 'template', substring(p_event.subject from '^template:(.*)'))
$$;

comment on function hub.template_of_event is 'The template that an alert is about: select id, hub.template_of_event(e) from monitoring_events as e order by id desc limit 5;';
