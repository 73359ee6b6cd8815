create or replace function hub.count_orphan_hands(p_at timestamptz) returns bigint
language sql stable set search_path = ''
as $$
  -- How many premium hands nobody made a graphic for (hub.orphan_hands).
  select count(*) from hub.orphan_hands(p_at)
$$;

comment on function hub.count_orphan_hands is 'Premium hands without a graphic: select hub.count_orphan_hands(now());';
