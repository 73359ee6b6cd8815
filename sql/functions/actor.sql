create or replace function hub.actor() returns text
language sql stable
as $$
  -- Who acts: whom the session names in hub.actor, else its login role.
  select coalesce(nullif(pg_catalog.current_setting('hub.actor', true), ''), session_user::text)
$$;

comment on function hub.actor is 'Who the journal will say did it: set hub.actor = ''ann''; select hub.actor();';
