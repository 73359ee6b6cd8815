create or replace function hub.fold_metrics(p_now timestamptz default null) returns int
language plpgsql volatile set search_path = '' set hub.now = ''
as $$
-- Roll history up (hub.fold_rows), so that little is left to be counted by whoever asks: every two seconds what came since is
-- added. What committed late, in a transaction that was open for longer than hub.settled waits, is found by counting whole minutes
-- anew: in each third of a minute one of the three before it, for a minute may hold some thousand renders and all at once
-- would be felt by everybody else. After a time without tick() up to a day is counted anew.
declare
  c_origin constant timestamptz := '2000-01-01 00:00:00+00';
  v_now    timestamptz := hub.clock(p_now);
  v_fold   jsonb       := hub.remembered('fold');
  v_done   timestamptz := (v_fold ->> 'at')::timestamptz;
  v_to     timestamptz := date_bin('2 seconds', hub.settled(v_now), c_origin);
  v_this   timestamptz := date_trunc('minute', v_to);
  v_goes   boolean     := v_done <= v_to and v_to - v_done < interval '1 minute';
  v_from   timestamptz := case when v_goes then v_done
    else greatest(date_trunc('minute', least(coalesce(v_done, v_to - interval '1 day'), v_to)) - interval '3 minutes', v_this - interval '1 day') end;
  v_again  timestamptz;
begin
  if v_done = v_to then
    return 0;
  end if;
  perform hub.fold_rows(v_from, v_to, not v_goes);
  if v_goes and date_bin('20 seconds', v_done, c_origin) < date_bin('20 seconds', v_to, c_origin) then
    v_again := v_this - (1 + extract(second from v_to)::int / 20) * interval '1 minute';
    perform hub.fold_rows(v_again, v_again + interval '1 minute', true);
  end if;
  if not coalesce(v_goes and date_bin('10 seconds', v_done, c_origin) = date_bin('10 seconds', v_to, c_origin), false) then
    perform hub.sample_queue(v_now);
  end if;
  perform hub.remember('fold', jsonb_build_object('at', v_to, 'tens', coalesce((v_fold ->> 'tens')::timestamptz, v_from),
    'first', hub.first_instruction_since(v_to, interval '20 seconds')));  -- a slack for which none is remembered: it is looked for
  return 0;  -- no news to anybody
end
$$;

comment on function hub.fold_metrics is 'Roll history up by minute: select hub.fold_metrics(); select * from hub.metrics_minute order by minute desc limit 10;';
