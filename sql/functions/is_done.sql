create or replace function hub.is_done(p_outcome text) returns boolean
language sql immutable
begin atomic
  -- Whether an outcome of a bulk says that the row is changed.
  select p_outcome in ('retried', 'boosted', 'cancelled', 'reprioritised');
end;

comment on function hub.is_done is 'Whether an outcome of a bulk changes the row: select hub.is_done(''boosted'');';
