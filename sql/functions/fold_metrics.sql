create or replace function hub.fold_metrics(p_now timestamptz default null) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Roll history up (hub.fold_rows), so that little is left to be counted by whoever asks: every two seconds what came since is
-- added. What committed late, in a transaction that was open for longer than hub.settled waits, is found by counting
-- anew, every ten seconds one minute: in turn that which goes on and one of the three before it, for a minute may hold some
-- thousand renders and all at once would be felt by everybody else. After a time without tick(), up to
-- a day is counted anew. Nothing is added twice: whoever calls this beside tick() waits for it, and reads where it came to.
declare
  c_origin constant timestamptz := '2000-01-01 00:00:00+00';
  v_now    timestamptz := hub.clock(p_now);
  v_fold   jsonb;
  v_done   timestamptz;
  v_to     timestamptz := date_bin('2 seconds', hub.settled(v_now), c_origin);
  v_this   timestamptz := date_trunc('minute', v_to);
  v_ahead  timestamptz;
  v_behind boolean;  -- the clock was set back: behind what was done
  v_near   boolean;
  v_goes   boolean;
  v_from   timestamptz;
  v_again  timestamptz;
  v_ten    int := extract(second from v_to)::int / 10;
  v_tens   boolean;  -- ten seconds have begun since the last look
  v_last   bigint;
  v_marks  jsonb;
begin
  select d.state into v_fold from hub.detector_state as d where d.detector = 'fold' and d.subject = 'global' for update;
  v_done := (v_fold ->> 'at')::timestamptz;
  if v_done = v_to then
    return 0;
  end if;
  v_ahead := greatest(v_done, (v_fold ->> 'ahead')::timestamptz);
  v_behind := coalesce(v_ahead > v_to, false);
  v_near := coalesce(v_done <= v_to and v_to - v_done < interval '1 minute', false);
  v_goes := v_near and v_ahead <= v_done;  -- the clock was set back: what lies ahead of it was added once already, so it is counted anew
  v_from := case when v_goes then v_done when v_near then date_trunc('minute', v_done)
    else greatest(date_trunc('minute', least(coalesce(v_done, v_to - interval '1 day'), v_to)) - interval '3 minutes', v_this - interval '1 day') end;
  v_tens := not v_near or date_bin('10 seconds', v_done, c_origin) < date_bin('10 seconds', v_to, c_origin);
  perform hub.fold_rows(v_from, v_to, not v_goes);
  if v_goes and v_tens then
    v_again := v_this - case when v_ten % 2 = 1 then 0 else 1 + v_ten / 2 end * interval '1 minute';
    perform hub.fold_rows(v_again, least(v_again + interval '1 minute', v_to), true);
  end if;
  if v_tens then
    perform hub.sample_queue(v_now);
  end if;
  -- Marks for hub.first_instruction_since: only of real time, for what is simulated may be written before its time; and none
  -- while the clock is behind what was done, for what lies ahead was given smaller ids.
  v_marks := coalesce((
    select jsonb_agg(m.value) from jsonb_array_elements(v_fold -> 'marks') as m
    where (m.value ->> 0)::timestamptz > v_now - interval '5 minutes' and not v_behind), '[]');
  if v_now = now() and v_tens and not v_behind then
    v_last := coalesce(pg_sequence_last_value(pg_get_serial_sequence('public.render_instructions', 'id')::regclass), 0);
    v_marks := v_marks || jsonb_build_array(jsonb_build_array(clock_timestamp(), v_last));  -- the time after the id: who began since is given a greater one
  end if;
  perform hub.remember('fold', jsonb_strip_nulls(jsonb_build_object('at', v_to, 'ahead', case when v_behind then v_ahead end, 'tens', coalesce((v_fold ->> 'tens')::timestamptz, v_from),
    'marks', v_marks)));
  return 0;  -- no news to anybody
end
$$;

comment on function hub.fold_metrics is 'Roll history up by minute: select hub.fold_metrics(); select * from hub.metrics_minute order by minute desc limit 10;';
