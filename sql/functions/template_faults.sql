create or replace function hub.template_faults(p_template hub.templates, p_layers jsonb) returns text[]
language sql stable set search_path = ''
as $$
  -- What of these layer data does not fit a template, in words, at most 20: required layers
  -- that are missing, values of the wrong kind, rows beyond its slots, layers it does not have.
  -- An image, video or audio is a path inside the assets folder, which / and \ divide: it begins
  -- with no scheme and no drive (letters and a colon), and no part of it is empty, . or .. -
  -- the worker's own rule (src/siblings/ae/nexrender/job_document.ts), by which it fails for good.
  -- A template that lists no layers takes any; of one that there is not (null) that is said.
  with listed (name, kind, required) as (
    select l ->> 'name', coalesce(l ->> 'kind', 'text'), true from jsonb_array_elements((p_template).required_layers) as l
    union all
    select l ->> 'name', coalesce(l ->> 'kind', 'text'), false from jsonb_array_elements((p_template).optional_layers) as l
  ), plain (name, kind, required) as (  -- {n} filled in: one layer per slot, of which the first is required
    select replace(l.name, '{n}', n::text), l.kind, l.required and n = 1
    from listed as l
    cross join generate_series(1, case when l.name like '%{n}%' then coalesce((p_template).slots, 1) else 1 end) as n
  ), sent (name, value) as (
    select e.key, e.value from jsonb_each(p_layers) as e
  ), faults (rank, fault) as (
    select 0, 'the catalogue does not have it' where p_template is null
    union all
    select 1, format('required layer "%s" is missing', p.name)
    from plain as p
    where p.required and btrim(coalesce(p_layers ->> p.name, '')) = ''
    union all
    select 2, format('layer "%s" must be %s, not %s', p.name, p.kind, left(s.value::text, 40))
    from plain as p
    join sent as s on s.name = p.name
    where jsonb_typeof(s.value) <> 'null' and (
      jsonb_typeof(s.value) in ('object', 'array')
      or p.kind = 'number' and jsonb_typeof(s.value) <> 'number'
        and (s.value #>> '{}') <> '' and (s.value #>> '{}') !~ '^[^0-9]{0,3}[0-9][0-9 ,.]*[KMBkmb%]?$'
      or p.kind in ('image', 'video', 'audio') and jsonb_typeof(s.value) <> 'string')
    union all
    select 2, format('layer "%s" must be a path inside the assets folder, not %s', p.name, left(s.value::text, 40))
    from plain as p
    join sent as s on s.name = p.name
    where p.kind in ('image', 'video', 'audio') and jsonb_typeof(s.value) = 'string' and (s.value #>> '{}') !~ '^\s*$'
      and (s.value #>> '{}') ~ '^[a-zA-Z][a-zA-Z0-9+.-]*:|(^|[\\/])\.{0,2}([\\/]|$)'
    union all
    select 3, case
        when exists (select from listed as l where l.name like '%{n}%' and l.name = regexp_replace(s.name, '[0-9]+', '{n}', 'g'))
        then format('too many rows: "%s", the template has %s', s.name, coalesce((p_template).slots, 1))
        else format('the template has no layer "%s"', left(s.name, 80)) end
    from sent as s
    where exists (select from listed) and not exists (select from plain as p where p.name = s.name)
  )
  select coalesce((array_agg(f.fault order by f.rank, f.fault))[1:20], '{}') from faults as f
$$;

comment on function hub.template_faults is 'What does not fit a template: select hub.template_faults(t, ''{"Name 1": "KIM"}'') from hub.templates as t where name = ''elimination'';';
