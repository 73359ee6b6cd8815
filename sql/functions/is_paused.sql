create or replace function hub.is_paused(p_template text) returns boolean
language sql stable security definer set search_path = ''
as $$
  -- Whether no instruction of this template is given out, because it or the whole queue is paused.
  select exists (
    select from hub.pauses as p
    where p.resumed_at is null and p.scope in ('queue', 'template:' || p_template))
$$;

comment on function hub.is_paused is 'Whether a template is held back: select hub.is_paused(''blind_level'');';
