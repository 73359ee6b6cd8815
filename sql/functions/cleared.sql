create or replace function hub.cleared(p_kind text, p_subject text, p_clear text) returns hub.finding
language sql immutable
begin atomic
  -- The finding that says: this has ended (true), nobody can tell any more (inconclusive), or an
  -- alert of many like it tells it from now on (grouped).
  select row(p_kind, null, p_subject, null, null, null, null, null, null, null, p_clear)::hub.finding;
end;

comment on function hub.cleared is 'Used by detectors with a test of their own for the end.';
