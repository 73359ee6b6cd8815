create or replace function hub.previous_hand(p_hand public.hands) returns public.hands
language sql stable security definer set search_path = ''
as $$
  -- The hand played before this one at its table, by the capturing PC's clock where it is known.
  -- (`is not distinct from` cannot use an index: going back in time past a few other tables'
  -- hands is right whatever the statistics say, sorting all hands of the table never is.)
  select h
  from public.hands as h
  where h.table_id is not distinct from p_hand.table_id and h.voided_at is null and h.duplicate_of is null and h.id <> p_hand.id
    and coalesce(h.started_at, h.created_at) < coalesce(p_hand.started_at, p_hand.created_at)
  order by coalesce(h.started_at, h.created_at) desc
  limit 1
$$;

comment on function hub.previous_hand is 'The hand before, at its table: select (hub.previous_hand(h)).id from hands as h where id = 12;';
