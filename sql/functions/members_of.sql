create or replace function hub.members_of(p_instructions bigint[], p_hands bigint[] default '{}', p_total bigint default null) returns jsonb
language sql stable set search_path = ''
as $$
  -- What an alert affects: the first ids in order, and how many there are in all.
  select jsonb_strip_nulls(jsonb_build_object(
    'instructions', (select jsonb_agg(i order by i) from (select i from unnest(p_instructions) as i order by i limit m.most) as f),
    'hands', (select jsonb_agg(h order by h) from (select h from unnest(p_hands) as h order by h limit m.most) as f),
    'total', coalesce(p_total, cardinality(p_instructions) + cardinality(p_hands))))
  from (select hub.setting_number('alert.members_max')::int) as m (most)
$$;

comment on function hub.members_of is 'Used by detectors: what an alert affects.';
