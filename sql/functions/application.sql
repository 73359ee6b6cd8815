create or replace function hub.application() returns text
language sql stable
begin atomic
  -- The application_name of the session, null when it gives none.
  select nullif(current_setting('application_name'), '');
end;

comment on function hub.application is 'Which program the journal will say did it: select hub.application();';
