create or replace function hub.imported_line(p_row jsonb, p_outcome text, p_subject text, p_why text default null) returns jsonb
language sql immutable set search_path = ''
as $$
  -- What became of one row of an import.
  select jsonb_build_object('file', p_row -> 'file', 'line', p_row -> 'line', 'outcome', p_outcome, 'subject', p_subject, 'why', p_why)
$$;

comment on function hub.imported_line is 'Used by import_rows: select hub.imported_line(''{"file": 0, "line": 2}'', ''inserted'', ''tournament:E1'');';
