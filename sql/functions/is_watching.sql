create or replace function hub.is_watching(p_now timestamptz default null, out watching boolean, out why text, out every_seconds float8)
language plpgsql stable security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Whether somebody outside may believe that alerts would come: the detectors have looked, and the
-- journal was read, within deadman.max_lag. The leading hub pings while that is so. When the
-- journal was last read counts from what was written since.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_max    interval := hub.setting_interval('deadman.max_lag');
  v_looked timestamptz := (select (s.state ->> 'at')::timestamptz from hub.detector_state as s where s.detector = 'tick' and s.subject = 'global');
  v_read   timestamptz := (select max(j.updated_at) from hub.journal_readers as j);
  v_newest timestamptz := (
    select e.at from hub.events as e where e.at > v_now - interval '8 days' and e.at <= v_now + interval '1 day' order by e.id desc limit 1);
begin
  every_seconds := extract(epoch from hub.setting_interval('deadman.every'));
  why := case
    when v_looked is null or v_looked < v_now - v_max then 'no detector has looked since ' || coalesce(v_looked::text, 'the beginning')
    when v_read is null or v_newest > v_read and v_read < v_now - v_max then 'the journal was read last at ' || coalesce(v_read::text, 'no time')
    when exists (select from public.monitoring_events as e where e.kind = 'tick_failed' and e.subject in ('step:detect', 'step:tell') and e.state <> 'resolved')
      then 'the detectors fail, or cannot tell' end;
  watching := why is null;
end
$$;

comment on function hub.is_watching is 'Whether alerts would come: select * from hub.is_watching();';
