create or replace function hub.has_straight(p_ranks bigint) returns boolean
language sql immutable
begin atomic
  -- Whether five ranks in a row are there; each rank is the lowest of four bits, the two
  -- first and the ace last, which stands below the two as well.
  select (((p_ranks << 4) | (p_ranks >> 48)) & p_ranks & (p_ranks >> 4) & (p_ranks >> 8) & (p_ranks >> 12)) <> 0;
end;

comment on function hub.has_straight is 'Used by cards_rank: whether five ranks in a row are there.';
