create or replace function hub.held_fields(p_given jsonb, p_old jsonb, p_sources jsonb, p_row_source text, p_source text) returns jsonb
language sql immutable set search_path = ''
as $$
  -- The fields of p_given that a higher source holds with another value:
  -- {"prize_pool": {"value": 1000, "source": "manual"}}. A field without a source of its own
  -- has the row's, unless it holds a default.
  select coalesce(jsonb_object_agg(g.key, jsonb_build_object('value', p_old -> g.key, 'source', s.source)), '{}')
  from jsonb_each(p_given) as g
  cross join lateral (select coalesce(p_sources ->> g.key,
    case when coalesce(p_old ->> g.key, '0') not in ('0', '1', 'HOLDEM', '[]') then p_row_source end) as source) as s
  where p_old -> g.key is distinct from g.value and hub.source_rank(s.source) > hub.source_rank(p_source)
$$;

comment on function hub.held_fields is 'Which fields a higher source holds: select hub.held_fields(''{"name": "b"}'', ''{"name": "a"}'', ''{"name": "manual"}'', ''csv'', ''csv'');';
