create or replace function hub.actor() returns text
language sql stable
begin atomic
  -- Who acts: whom the session names in hub.actor, else its login role.
  select coalesce(nullif(current_setting('hub.actor', true), ''), session_user::text);
end;

comment on function hub.actor is 'Who the journal will say did it: set hub.actor = ''ann''; select hub.actor();';
