create or replace function hub.tg__wake() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Last after a statement: ring the hub's doorbell, but not with every commit, because
-- notifying transactions commit one behind another.
--
-- Floor: somebody rang within a few milliseconds, so the hub is looking anyway.
-- Gate: one ringer in flight; whoever finds it taken stays silent. Ceiling: an open
-- transaction that holds the gate mutes nobody for longer than this. The quiet path is
-- what a loaded commit pays: it reads a sequence (not transactional, no lock kept) that
-- says until when the last ring speaks for everybody, and nothing else. A clock that was
-- set back makes that time lie further ahead than a floor can be: then the ring goes out.
-- Workers are told by the hub, who looks first whether there is work; where there surely is
-- (argument 'work': instructions were inserted), and while no hub leads, by this very ring.
-- What a rolled-back or late ringer hides, the hub's trailing looks and its poll
-- find (the rows are the truth, the ring only saves time).
declare
  c_longest_floor constant int := 1000;  -- the bound of the setting wake.floor
  v_now   bigint := (extract(epoch from clock_timestamp()) * 1000)::bigint;
  v_until bigint := coalesce(pg_sequence_last_value('hub.last_ring'), 0);
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
  v_floor := hub.setting_number('wake.floor');
  if v_until > v_now or v_until <= v_now - (hub.setting_number('wake.ceiling') - v_floor)
     or pg_try_advisory_xact_lock(7461, 1) then
    perform setval('hub.last_ring', v_now + v_floor);
    perform pg_notify('hub_wake', '');
    if tg_nargs > 0 or not hub.is_led() then
      perform pg_notify('hub_work', '');
    end if;
  end if;
  return null;
end
$$;

comment on function hub.tg__wake is 'Triggers _900_wake_*: the debounced doorbell hub_wake. Argument work: the workers as well.';
