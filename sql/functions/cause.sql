create or replace function hub.cause() returns bigint
language sql stable
begin atomic
  -- The event that what is done now follows from: what the session, or a verb for the
  -- length of its call, says in hub.cause.
  select substring(current_setting('hub.cause', true) from '^[0-9]{1,18}$')::bigint;
end;

comment on function hub.cause is 'The event that the journal will say led to what is done now: select hub.cause();';
