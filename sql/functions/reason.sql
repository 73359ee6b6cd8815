create or replace function hub.reason(p_default text) returns text
language sql stable
begin atomic
  -- Why something is done: what the session says in hub.reason, else the verb at work,
  -- else the default.
  select coalesce(nullif(current_setting('hub.reason', true), ''), nullif(current_setting('hub.verb', true), ''), p_default);
end;

comment on function hub.reason is 'Why the journal will say it was done: set hub.reason = ''NAS is back''; select hub.reason(''sql'');';
