create or replace function hub.tg__wake() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Last after a statement: ring the hub's doorbell, but not with every commit, because
-- notifying transactions commit one behind another. Where work was inserted (argument
-- 'work') the same ring goes to the workers; else the hub tells them, who looks first,
-- or, while no hub leads, this ring.
--
-- Floor: somebody rang within a few milliseconds, so they are looking anyway.
-- Gate: one ringer in flight; whoever finds it taken stays silent. Ceiling: an open
-- transaction that holds the gate mutes nobody for longer than this. The quiet path is
-- what a loaded commit pays: it reads a sequence (not transactional, no lock kept) that
-- says until when the last ring speaks for everybody, and nothing else. A clock that was
-- set back makes that time lie further ahead than a floor can be: then the ring goes out.
-- Rings for workers have a sequence and a gate of their own, since each claim and each
-- completion rings the hub as well.
-- What a rolled-back or late ringer hides, the hub's trailing looks and its poll
-- find (the rows are the truth, the ring only saves time).
declare
  c_longest_floor constant int := 1000;  -- the bound of the setting wake.floor
  v_work  boolean := tg_nargs > 0;
  v_now   bigint := (extract(epoch from clock_timestamp()) * 1000)::bigint;
  v_until bigint := case when v_work then pg_sequence_last_value('hub.last_work_ring') else pg_sequence_last_value('hub.last_ring') end;
  v_floor int;
begin
  if v_until > v_now and v_until <= v_now + c_longest_floor then
    return null;
  end if;
  if current_setting('hub.verb', true) = 'heartbeat' or not exists (select from new_rows) then
    return null;  -- only a sign of life, or nothing changed
  end if;
  if not hub.setting_boolean('wake.enabled') then
    return null;
  end if;
  v_until := coalesce(v_until, 0);
  v_floor := hub.setting_number('wake.floor');
  if v_until > v_now or v_until <= v_now - (hub.setting_number('wake.ceiling') - v_floor)
     or pg_try_advisory_xact_lock(7461, case when v_work then 4 else 1 end) then
    perform setval('hub.last_ring', v_now + v_floor);
    perform pg_notify('hub_wake', '');
    if v_work then
      perform setval('hub.last_work_ring', v_now + v_floor);
    end if;
    if v_work or not hub.is_led() then
      perform pg_notify('hub_work', '');
    end if;
  end if;
  return null;
end
$$;

comment on function hub.tg__wake is 'Triggers _900_wake_*: the debounced doorbell hub_wake. Argument work: the workers as well.';
