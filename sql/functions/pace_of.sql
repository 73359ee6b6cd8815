create or replace function hub.pace_of(p_minute timestamptz, p_now timestamptz, out waited float8, out done float8)
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- How rendering went in one minute: as tick() measured it then, or measured now.
begin
  select m.waited, m.done into waited, done from hub.pace_minutes as m where m.minute = p_minute;
  if not found then
    waited := hub.waited_share(p_minute, p_minute + interval '1 minute', p_now);
    done := hub.finished_work(p_minute, p_minute + interval '1 minute', (hub.remembered('norms') ->> 'mean')::float8);
  end if;
end
$$;

comment on function hub.pace_of is 'How rendering went in a minute: select * from hub.pace_of(date_trunc(''minute'', now()) - interval ''1 minute'', now());';
