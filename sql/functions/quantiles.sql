create or replace function hub.quantiles(p_hist bigint[], p_shares float8[]) returns float8[]
language plpgsql immutable set search_path = ''
as $$
-- The values that these shares, in rising order, of the values in a histogram (hub.histogram) do not exceed, in
-- seconds: a bucket is exact, the place within it is drawn with a ruler. Null when
-- there is nothing; of the last bucket, which has no end, at most 8192. A chart asks some hundred times: loops
-- over fourteen numbers are a sixth of what one query costs, and all shares are found in one.
declare
  v_total bigint := 0;
  v_below bigint := 0;
  v_count bigint;
  v_place int := 0;
  v_share int := 1;
  v_low   float8;
  v_found float8[];
begin
  foreach v_count in array coalesce(p_hist, '{}') loop
    v_total := v_total + v_count;
  end loop;
  if v_total = 0 then
    return null;
  end if;
  foreach v_count in array p_hist loop
    v_place := v_place + 1;
    while v_count > 0 and v_below + v_count >= p_shares[v_share] * v_total loop
      v_low := case when v_place = 1 then 0 else 2 ^ (v_place - 2) end;
      v_found[v_share] := v_low + greatest(1, v_low) * ((p_shares[v_share] * v_total - v_below) / v_count);
      v_share := v_share + 1;
    end loop;
    v_below := v_below + v_count;
  end loop;
  return v_found;
end
$$;

comment on function hub.quantiles is 'Percentiles of a histogram: select hub.quantiles(hub.histogram(array[0.5, 3, 100])::bigint[], ''{0.5,0.95}'');';
