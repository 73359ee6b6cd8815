create or replace function hub.detect(p_now timestamptz default null) returns table (subject text, action text)
language plpgsql volatile set search_path = '' set enable_seqscan = off
  set hub.verb = 'detect' set hub.now = '' set hub.actor = 'hub:tick' set hub.reason = ''
as $$
-- The detectors' part of tick(): ask those whose time has come, and let the alerts follow.
-- Each is guarded: one that fails is journaled and raises tick_failed, the others go on.
-- While looks come in quick succession those that are asked seldom take turns, two a look (one where two looks come each
-- second), the one that waits longest first: all at once they would make one look slow for everybody.
-- When each is asked next stands with the time of this look in hub.detector_state; the
-- evidence that two of them carry on from look to look is stored before they are asked, so
-- that a look by anybody else (psql, a page) adds to it without keeping anything.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_state jsonb := coalesce(hub.remembered('tick'), '{}');
  v_next  jsonb := coalesce(v_state -> 'next', '{}');
  v_since interval := v_now - (v_state ->> 'at')::timestamptz;
  v_turns int := case when v_since between interval '0' and interval '0.7 seconds' then 1 when v_since between interval '0' and interval '2 seconds' then 2 else 100 end;
  v_open  text[] := array(  -- kinds with something to judge, and detectors that failed
    select distinct case e.kind when 'tick_failed' then e.subject else e.kind end from public.monitoring_events as e where e.state <> 'resolved');
  v_found hub.finding[];
  v_kind  hub.detectors;
  v_slow  int := coalesce((v_state ->> 'slow')::int, 0);  -- looks in a row that took too long: the database's own trouble
begin
  for v_kind in
    select t.*
    from (
      select d.kind, row_number() over (partition by d.every >= interval '5 seconds' order by n.at nulls first, d.kind) as turn
      from hub.detectors as d cross join lateral (select (v_next ->> d.kind)::timestamptz) as n (at)
      where coalesce(n.at <= v_now or n.at > v_now + d.every, true)  -- a clock that was set back must not put a detector to sleep
    ) as o
    join hub.detectors as t on t.kind = o.kind
    where o.turn <= v_turns or t.every < interval '5 seconds'
    order by t.kind
  loop
    v_next := v_next || jsonb_build_object(v_kind.kind, v_now + v_kind.every);
    begin
      if v_kind.kind = 'error_surge' then
        perform hub.remember(v_kind.kind, hub.weigh_errors(hub.remembered(v_kind.kind), hub.settled(v_now), hub.settings_of('error')));
      elsif v_kind.kind = 'throughput_drop' then
        perform hub.measure_pace(hub.settled(v_now));
        perform hub.remember(v_kind.kind, hub.weigh_throughput(hub.remembered(v_kind.kind), hub.settled(v_now), hub.settings_of('throughput')));
      end if;
      v_found := array(select f from hub.findings(v_kind.kind, p_now) as f);
      if v_found <> '{}' or v_kind.kind = any (v_open) then
        return query
        select v_kind.kind || ' ' || j.subject, j.action from hub.judge_findings(v_kind.kind, v_found, p_now) as j;
      end if;
      if 'detector:' || v_kind.kind = any (v_open) then
        perform hub.clear_event('tick_failed', 'detector:' || v_kind.kind, 'hub:tick', 'the detector works again');
      end if;
    exception when others then
      perform hub.journal('tick.failed', 'detector:' || v_kind.kind, jsonb_build_object('sqlstate', sqlstate, 'error', sqlerrm));
      perform hub.raise_event('tick_failed', 'detector:' || v_kind.kind, 'alert', 'error',
        format('The detector "%s" fails: %s', v_kind.kind, sqlerrm), jsonb_build_object('sqlstate', sqlstate, 'error', sqlerrm),
        p_title_ko => format('감지기 "%s"이(가) 실패함: %s', v_kind.kind, sqlerrm));
      subject := v_kind.kind;
      action := 'failed: ' || sqlerrm;
      return next;
    end;
  end loop;
  if p_now is null then
    v_slow := case when clock_timestamp() - now() > hub.setting_interval('blind.after') / 3 then v_slow + 1 else 0 end;
  end if;
  if v_next <> v_state -> 'next' or v_slow <> coalesce((v_state ->> 'slow')::int, 0) or coalesce((v_state ->> 'at')::timestamptz < v_now - interval '1 second', true) then
    perform hub.remember('tick', jsonb_build_object('at', v_now, 'next', v_next, 'slow', v_slow));  -- not with each of many ticks a second
  end if;
end
$$;

comment on function hub.detect is 'Used by tick: asks the detectors that are due: select * from hub.detect();';
