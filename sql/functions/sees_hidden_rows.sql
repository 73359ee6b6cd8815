create or replace function hub.sees_hidden_rows() returns boolean
language sql stable security definer set search_path = ''
as $$
  -- Whether row security hides nothing now: in a raw UPDATE, as its trigger said, and never because
  -- of what a session has set itself (hub.tg_render_instructions__raw_statement).
  select coalesce(current_setting('hub.hide_rows', true) = hub.raw_statement_token(), false)
$$;

comment on function hub.sees_hidden_rows is 'Used by the policy of hub_poller: does this statement see what may not run? select hub.sees_hidden_rows();';
