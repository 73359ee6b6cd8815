create or replace function hub.add_histograms(p_one bigint[], p_other bigint[]) returns bigint[]
language sql immutable
begin atomic
  -- Two histograms (hub.histogram) in one.
  select array_agg(coalesce(h.one, 0) + coalesce(h.other, 0) order by h.place)
  from unnest(p_one, p_other) with ordinality as h (one, other, place);
end;

comment on function hub.add_histograms is 'Two latency histograms in one: select hub.add_histograms(hub.histogram(array[1])::bigint[], hub.histogram(array[3])::bigint[]);';
