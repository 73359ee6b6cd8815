create or replace function hub.is_late_poller(p_row public.render_instructions) returns boolean
language sql stable set search_path = ''
as $$
  -- Whether the session speaks for an earlier claim of a row that another old poller holds
  -- now: it had an attempt, lost it, and the present one is somebody else's. Pollers with
  -- the same login and application name cannot be told apart.
  select me.name <> a.claimed_by and exists (
    select from hub.attempts as b
    where b.instruction_id = p_row.id and b.attempt < p_row.attempt and b.claimed_by = me.name)
  from hub.attempts as a,
    (select concat_ws('/', session_user, nullif(current_setting('application_name'), '')) as name) as me
  where a.instruction_id = p_row.id and a.attempt = p_row.attempt
$$;

comment on function hub.is_late_poller is 'Whether this session''s claim of a row was lost to another poller: select hub.is_late_poller(i) from render_instructions as i where id = 45;';
