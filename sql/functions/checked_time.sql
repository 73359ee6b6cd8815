create or replace function hub.checked_time(p_now timestamptz) returns timestamptz
language plpgsql volatile set search_path = ''
as $$
-- The part of hub.clock that deals with given times: p_now as a verb was given it, or,
-- when that is null, what the verb passed on to its triggers in the setting hub.now.
-- A time that may not be given is refused; one left in the session by hand is not heard.
begin
  if not hub.setting_boolean('simulation')
     or not (pg_catalog.pg_has_role(session_user, 'hub_app', 'member')
             or pg_catalog.pg_has_role(session_user, 'hub_owner', 'member')) then
    if p_now is not null then
      raise exception 'p_now is for simulations'
        using errcode = 'UB422', hint = 'Leave p_now out; in a test, set the setting simulation to true and connect as a member of hub_app.';
    end if;
    return now();
  end if;

  if p_now is not null then
    perform set_config('hub.now', p_now::text, true);
    return p_now;
  end if;
  return current_setting('hub.now')::timestamptz;
end
$$;

comment on function hub.checked_time is 'Used by hub.clock: a given time, if it may be given.';
