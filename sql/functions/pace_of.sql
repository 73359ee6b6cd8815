create or replace function hub.pace_of(
  p_minute timestamptz, p_now timestamptz,
  out waited float8, out done float8, out slow float8, out stood float8, out held float8, out workers int
)
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- How rendering went in one minute: as tick() measured it then, or measured now. Work stood when it had waited for half a
-- minute: until then whoever is free may only not have looked yet.
declare
  c_look  constant interval := '30 seconds';
  v_end   timestamptz := p_minute + interval '1 minute';
  v_spans tstzmultirange;
  v_stood tstzmultirange;
begin
  select m.waited, m.done, m.slow, m.stood, m.held, m.workers into waited, done, slow, stood, held, workers from hub.pace_minutes as m where m.minute = p_minute;
  if not found then
    v_spans := hub.waited_spans(p_minute - c_look, v_end, p_now);
    v_stood := (select coalesce(range_agg(tstzrange(lower(s) + c_look, upper(s))), '{}') from unnest(v_spans) as s where upper(s) - lower(s) > c_look);
    waited := hub.seconds_of(v_spans * tstzmultirange(tstzrange(p_minute, v_end))) / 60;
    stood := hub.seconds_of(v_stood) / 60;
    done := hub.finished_work(p_minute, v_end, (hub.remembered('norms') ->> 'mean')::float8);
    slow := hub.slow_renders(p_minute, v_end);
    if stood > 0 then
      held := hub.held_work(v_stood);
      workers := hub.able_workers(v_end - interval '1 hour', v_end);
    end if;
  end if;
end
$$;

comment on function hub.pace_of is 'How rendering went in a minute: select * from hub.pace_of(date_trunc(''minute'', now()) - interval ''1 minute'', now());';
