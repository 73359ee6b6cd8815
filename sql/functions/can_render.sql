create or replace function hub.can_render(p_template text, p_at timestamptz) returns boolean
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- Whether somebody who is there may render a template. With nobody there, yes: then the
  -- template is not what is missing.
  select coalesce(bool_or(
    'template:' || p_template = any (w.capabilities)
    or not exists (select from unnest(w.capabilities) as c (name) where c.name like 'template:%')), true)
  from hub.live_workers(p_at) as w
$$;

comment on function hub.can_render is 'Whether a live worker can render it: select hub.can_render(''premium_hand'', now());';
