create or replace function hub.clock(p_now timestamptz default null) returns timestamptz
language plpgsql volatile security definer set search_path = ''
as $$
-- The hub's clock: the time every hub timestamp comes from.
--
-- A verb calls it with its own p_now; null means the database's clock. A time that
-- is given is passed on to the triggers of that verb through the setting hub.now,
-- which every verb scopes to its own call (`set hub.now = ''`). Given times exist
-- for simulations and tests: without the setting `simulation`, or from a role that
-- is no member of hub_app or hub_owner, one given to a verb is refused, and one
-- left in the session by hand is not heard.
declare
  v_given boolean := p_now is not null;
  v_set   text;
begin
  if not v_given then
    v_set := current_setting('hub.now', true);
    if v_set is null or v_set = '' then
      return now();
    end if;
  end if;

  if not hub.setting_boolean('simulation')
     or not (pg_catalog.pg_has_role(session_user, 'hub_app', 'member')
             or pg_catalog.pg_has_role(session_user, 'hub_owner', 'member')) then
    if v_given then
      raise exception 'p_now is for simulations'
        using errcode = 'UB422', hint = 'Leave p_now out; in a test, set the setting simulation to true and connect as a member of hub_app.';
    end if;
    return now();
  end if;

  if v_given then
    perform set_config('hub.now', p_now::text, true);
    return p_now;
  end if;
  return v_set::timestamptz;
end
$$;

comment on function hub.clock is 'The hub''s clock: select hub.clock();';
