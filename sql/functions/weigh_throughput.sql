create or replace function hub.weigh_throughput(p_state jsonb, p_to timestamptz, p_settings jsonb) returns jsonb
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- Carry the evidence of a throughput drop on to the last whole minute before p_to. Three tests beside each other, for
-- each sees what the others see late or not at all; all fire only while work waits:
--   rate   a sequential test (Poisson CUSUM) of the usual rate against throughput.r of it;
--   slow   the same for how long each render takes (hub.slow_renders), from throughput.slow on, while the rate is not good:
--          where little is ordered work waits for a minute now and then, too seldom for the rate to tell;
--   thin   minutes in which work stood while fewer than throughput.r of two or more workers rendered, more than throughput.thin
--          of them: beside a free worker nothing stands (hub.pace_of, hub.able_workers).
-- What the latter two know fades by 2 % a minute.
-- Reads history from where the state stands, writes nothing, answers the new state:
--   at        the last minute judged
--   sum       evidence of the rate; a drop from throughput.h on
--   slow, thin  evidence of the other two
--   num, den  seconds of work done and minutes with waiting work; their quotient is the usual rate
--   workers   most workers known at a time while little was learnt: a rate of two is not that of six
--   idle      minutes in a row in which hardly any work waited
--   recent    [share of the minute in which work waited, seconds of work done], of ten minutes
--   phase     quiet, firing; cleared: ended in the last call that went on
--   why       which test fired: rate, slow, thin
--   since, fired_at, good_minutes
--   past      [[fired, ended], ..] since the state was begun with an empty list (hub.replay)
--
-- The test counts in standard jobs, seconds of work by the mean of the mix: h is a likelihood of
-- counts. What is usual is kept in seconds, because the mix changes from hour to hour.
-- What is usual is learnt only while nothing is suspected, so that a slow decline does not
-- become normal. A gap of more than four hours begins anew, but keeps what is usual.
declare
  v_r       float8 := (p_settings ->> 'throughput.r')::float8;
  v_h       float8 := (p_settings ->> 'throughput.h')::float8;
  v_learn   float8 := (p_settings ->> 'throughput.learn')::float8;
  v_mean    float8 := greatest(1, coalesce((hub.remembered('norms') ->> 'mean')::float8, 60));  -- a second at least: some report what took them no time
  v_last    timestamptz := date_trunc('minute', p_to);
  v_at      timestamptz := (p_state ->> 'at')::timestamptz;
  v_sum     float8 := coalesce((p_state ->> 'sum')::float8, 0);
  v_num     float8 := (p_state ->> 'num')::float8;
  v_den     float8 := (p_state ->> 'den')::float8;
  v_idle    int := coalesce((p_state ->> 'idle')::int, 0);
  v_recent  jsonb := coalesce(p_state -> 'recent', '[]');
  v_phase   text := coalesce(case when p_state ->> 'phase' = 'firing' or (p_state ->> 'at')::timestamptz >= v_last then p_state ->> 'phase' end, 'quiet');
  v_since   timestamptz := (p_state ->> 'since')::timestamptz;
  v_fired   timestamptz := (p_state ->> 'fired_at')::timestamptz;
  v_minutes int := coalesce((p_state ->> 'good_minutes')::int, 0);
  v_past    jsonb := p_state -> 'past';
  v_end     timestamptz;
  v_waited  float8;
  v_done    float8;
  v_workers int := (p_state ->> 'workers')::int;
  v_slow    float8 := coalesce((p_state ->> 'slow')::float8, 0);
  v_thin    float8 := coalesce((p_state ->> 'thin')::float8, 0);
  v_slow_h  float8 := (p_settings ->> 'throughput.slow')::float8;
  v_thin_h  float8 := (p_settings ->> 'throughput.thin')::float8 / 60;  -- settings_of answers seconds
  v_why     text := coalesce(p_state ->> 'why', 'rate');
  v_held    float8;
  v_took    float8;
  v_stood   float8;
  v_there   int;
  v_known   int;
  v_waited10 float8;
  v_done10  float8;
  v_good    boolean;
  v_few     boolean;
begin
  if v_at is null or v_past is null and v_at < v_last - interval '4 hours' then
    v_at := v_last - interval '1 minute';
    v_sum := 0;
    v_slow := 0;
    v_thin := 0;
    v_recent := '[]';
  end if;
  -- (its own variable: one that a loop without rows leaves null must not be the state's)
  for v_end, v_waited, v_done, v_took, v_stood, v_held, v_there in
    select g.minute + interval '1 minute', m.waited, m.done, m.slow, m.stood, m.held, m.workers
    from generate_series(v_at, v_last - interval '1 minute', interval '1 minute') as g (minute)
    left join hub.pace_minutes as m on m.minute = g.minute
    order by g.minute
  loop
    v_at := v_end;
    if v_waited is null and v_past is null then
      select p.waited, p.done, p.slow, p.stood, p.held, p.workers into v_waited, v_done, v_took, v_stood, v_held, v_there from hub.pace_of(v_at - interval '1 minute', p_to) as p;
    end if;
    continue when v_waited is null;  -- not recorded, and only records are replayed
    if v_den is null or v_den < 240 and v_past is null then  -- until enough is learnt, what its workers should do
      v_known := hub.known_workers(v_at - interval '1 hour', v_at);
      continue when v_den is null and v_known = 0;
      v_num := case when v_den is null then v_known * (p_settings ->> 'throughput.per_worker')::float8 * 60 * 120
        else v_num * greatest(v_known, v_workers) / greatest(v_workers, 1) end;
      v_den := coalesce(v_den, 120);
      v_workers := greatest(v_known, v_workers);
    end if;
    v_recent := (case when jsonb_array_length(v_recent) >= 10 then v_recent - 0 else v_recent end)
      || jsonb_build_array(jsonb_build_array(round(v_waited::numeric, 3), round(v_done::numeric, 1)));

    if v_waited > 0.15 then
      v_idle := 0;
      v_since := case when v_sum = 0 and v_phase <> 'firing' then v_at - interval '1 minute' else v_since end;
      v_sum := greatest(0, v_sum + (v_done * ln(v_r) + v_num / v_den * v_waited * (1 - v_r)) / v_mean);
    else
      v_idle := v_idle + 1;
      if v_idle >= (p_settings ->> 'throughput.idle_minutes')::int and v_phase <> 'firing' then
        v_sum := 0;
      end if;
    end if;

    -- no evidence is worth more than a little above what fires: it has to end soon after what it is of. (Null: recorded before there was such.)
    v_slow := greatest(0, least(v_slow_h + 3, 0.98 * v_slow + coalesce(v_took, 0)));
    v_few := coalesce(v_there >= 2 and v_stood > 0.05 and v_held < 0.9 * v_r * v_there * v_stood * 60, false);
    v_thin := case when v_few then least(v_thin_h + 1, v_thin + v_stood) else greatest(0, v_thin - coalesce(v_stood, 0)) * 0.98 end;
    select sum((m.value ->> 0)::float8), sum((m.value ->> 1)::float8) into v_waited10, v_done10 from jsonb_array_elements(v_recent) as m;
    v_good := v_waited10 < 2 or v_done10 >= (p_settings ->> 'throughput.clear_rate')::float8 * v_num / v_den * v_waited10;

    if v_phase = 'firing' then
      v_minutes := case when v_good and not (v_why = 'thin' and v_few) and not (v_why = 'slow' and v_slow > v_slow_h and v_waited10 >= 2)
        then v_minutes + 1 else 0 end;
      if v_minutes >= (case when v_why in ('slow', 'thin') then 10 else 5 end) then  -- those are found where waits come and go
        v_phase := 'cleared';
        v_past := v_past || jsonb_build_array(jsonb_build_array(v_fired, v_at));
        v_sum := 0;
        v_slow := 0;
        v_thin := 0;
        v_minutes := 0;
      end if;
    elsif v_sum > v_h or v_thin > v_thin_h or v_slow > v_slow_h and not v_good then
      v_why := case when v_sum > v_h then 'rate' when v_thin > v_thin_h then 'thin' else 'slow' end;
      v_since := case when v_sum = 0 then v_at - interval '10 minutes' else v_since end;
      v_phase := 'firing';
      v_fired := v_at;
      v_minutes := 0;
    elsif v_sum < v_h / 2 and v_slow < v_slow_h / 2 and v_waited > 0.8 then
      v_num := v_learn * v_num + v_done;
      v_den := v_learn * v_den + v_waited;
    end if;
  end loop;
  return jsonb_strip_nulls(jsonb_build_object('at', v_at, 'sum', round(v_sum::numeric, 4), 'slow', round(v_slow::numeric, 4), 'thin', round(v_thin::numeric, 4),
    'why', case when v_phase = 'firing' then v_why end, 'num', round(v_num::numeric, 4), 'den', round(v_den::numeric, 4),
    'idle', v_idle, 'recent', v_recent, 'phase', v_phase, 'since', case when v_sum > 0 or v_phase = 'firing' then v_since end,
    'fired_at', case when v_phase = 'firing' then v_fired end, 'good_minutes', v_minutes, 'workers', v_workers, 'past', v_past));
end
$$;

comment on function hub.weigh_throughput is 'Evidence of a throughput drop so far: select hub.weigh_throughput(null, now(), hub.settings_of(''throughput''));';
