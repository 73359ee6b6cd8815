create or replace function hub.dashboard_link(p_path text) returns text
language sql stable set search_path = ''
as $$
  -- The address of a page as those who get messages can open it; null while nobody said what it is.
  select nullif(rtrim(hub.setting_text('notify.dashboard_url'), '/'), '') || p_path
$$;

comment on function hub.dashboard_link is 'Used by messages: select hub.dashboard_link(''/alerts'');';
