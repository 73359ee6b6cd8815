create or replace function hub.import_targets(p_rows jsonb) returns jsonb
language sql stable set search_path = ''
as $$
  -- Whose rows these are: {"found": rows with their tournament_id, "lost": lines of the others}.
  -- A row names its tournament by code, or by name when only one has it.
  with wanted as materialized (
    select r.doc, r.n, r.doc ->> 'code' as code, lower(r.doc ->> 'tournament') as name
    from jsonb_array_elements(p_rows) with ordinality as r (doc, n)
  ),
  known as materialized (
    select w.code, w.name, count(t.id) as count, min(t.id) as id, min(t.event_code) as event_code
    from (select distinct code, name from wanted) as w
    left join public.tournaments as t on case when w.code is null then lower(t.name) = w.name else t.event_code = w.code end
    group by w.code, w.name
  )
  select jsonb_build_object(
    'found', coalesce(jsonb_agg(w.doc || jsonb_build_object('tournament_id', k.id, 'event_code', k.event_code) order by w.n) filter (where k.count = 1), '[]'),
    'lost', coalesce(jsonb_agg(hub.imported_line(w.doc, 'refused', 'tournament:' || coalesce(w.code, w.name),
      case k.count when 0 then 'no such tournament: import it first, or mend its number'
        else format('%s tournaments have this name: say which one by its number', k.count) end) order by w.n) filter (where k.count <> 1), '[]'))
  from wanted as w
  join known as k on k.code is not distinct from w.code and k.name is not distinct from w.name
$$;

comment on function hub.import_targets is 'Used by import_rows: select hub.import_targets(''[{"file": 0, "line": 2, "code": "E1"}]'');';
