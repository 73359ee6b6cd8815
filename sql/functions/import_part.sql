create or replace function hub.import_part(p_rows jsonb, p_kinds text[]) returns jsonb
language sql immutable set search_path = ''
as $$
  -- The rows of these kinds, in their order.
  select coalesce(jsonb_agg(r.doc order by r.n) filter (where r.doc ->> 'kind' = any (p_kinds)), '[]')
  from jsonb_array_elements(p_rows) with ordinality as r (doc, n)
$$;

comment on function hub.import_part is 'Used by import_rows: select hub.import_part(''[{"kind": "level"}]'', ''{level}'');';
