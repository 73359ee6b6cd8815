create or replace function hub.quantile(p_hist bigint[], p_share float8) returns float8
language sql immutable
begin atomic
  -- The value that this share of the values in a histogram (hub.histogram) does not exceed, in
  -- seconds: its bucket is exact, the place within the bucket is drawn with a ruler. Null when
  -- there is nothing; of the last bucket, which has no end, at most 8192.
  select case when b.place = 1 then 0 else 2 ^ (b.place - 2) end
    + case when b.place = 1 then 1 else 2 ^ (b.place - 2) end * ((p_share * b.total - (b.so_far - b.count)) / b.count)
  from (
    select u.place, u.count, sum(u.count) over (order by u.place)::float8 as so_far, sum(u.count) over ()::float8 as total
    from unnest(p_hist) with ordinality as u (count, place)
  ) as b
  where b.count > 0 and b.so_far >= p_share * b.total
  order by b.place
  limit 1;
end;

comment on function hub.quantile is 'A percentile of a histogram: select hub.quantile(hub.histogram(array[0.5, 3, 100])::bigint[], 0.95);';
