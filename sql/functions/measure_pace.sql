create or replace function hub.measure_pace(p_to timestamptz) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- Write down the pace of the whole minutes before p_to that nobody measured yet, of four hours
-- at most. What waited in a minute is seen best right after it. How many.
declare
  v_last  timestamptz := date_trunc('minute', p_to);
  v_from  timestamptz := (select max(m.minute) + interval '1 minute' from hub.pace_minutes as m where m.minute < v_last);
  v_count int;
begin
  insert into hub.pace_minutes (minute, waited, done, slow, stood, held, workers)
  select g.minute, p.waited, p.done, p.slow, p.stood, p.held, p.workers
  from generate_series(greatest(coalesce(v_from, v_last - interval '1 minute'), v_last - interval '4 hours'), v_last - interval '1 minute', interval '1 minute') as g (minute)
  cross join lateral hub.pace_of(g.minute, p_to) as p
  on conflict (minute) do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

comment on function hub.measure_pace is 'Used by tick: writes down how rendering goes, minute by minute.';
