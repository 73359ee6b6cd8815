create or replace function hub.source_rank(p_source text) returns int
language sql immutable
begin atomic
  -- Which source holds a field against which: manual over csv (WSOP+) over rfid (PokerGFX).
  select case p_source when 'manual' then 3 when 'csv' then 2 when 'rfid' then 1 end;
end;

comment on function hub.source_rank is 'The higher source holds a field: select hub.source_rank(''manual'') > hub.source_rank(''csv'');';
