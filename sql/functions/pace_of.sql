create or replace function hub.pace_of(
  p_minute timestamptz, p_now timestamptz, out waited float8, out done float8, out held float8, out slow float8, out workers int
)
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- How rendering went in one minute: as tick() measured it then, or measured now.
declare
  v_end   timestamptz := p_minute + interval '1 minute';
  v_spans tstzmultirange;
begin
  select m.waited, m.done, m.held, m.slow, m.workers into waited, done, held, slow, workers from hub.pace_minutes as m where m.minute = p_minute;
  if not found then
    v_spans := hub.waited_spans(p_minute, v_end, p_now);
    waited := (select coalesce(sum(extract(epoch from upper(s) - lower(s))), 0)::float8 / 60 from unnest(v_spans) as s);
    done := hub.finished_work(p_minute, v_end, (hub.remembered('norms') ->> 'mean')::float8);
    held := case when waited > 0 then hub.held_work(v_spans) else 0 end;
    slow := hub.slow_renders(p_minute, v_end);
    workers := hub.known_workers(v_end - interval '1 hour', v_end);
  end if;
end
$$;

comment on function hub.pace_of is 'How rendering went in a minute: select * from hub.pace_of(date_trunc(''minute'', now()) - interval ''1 minute'', now());';
