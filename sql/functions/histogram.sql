create or replace function hub.histogram(p_seconds float8[]) returns int[]
language sql immutable
begin atomic
  -- Counts per latency bucket, of which each is twice as wide as the one before: under 1 second,
  -- under 2, 4, .. 4096, and longer.
  select coalesce(array_agg(coalesce(c.count, 0)::int order by b.place), '{}')
  from generate_series(0, 13) as b (place)
  left join (
    select width_bucket(s, array[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096]::float8[]) as place, count(*) as count
    from unnest(p_seconds) as s
    group by 1
  ) as c on c.place = b.place;
end;

comment on function hub.histogram is 'Latency buckets: select hub.histogram(array[0.5, 3, 100]);';
