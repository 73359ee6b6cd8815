create or replace function hub.clock(p_now timestamptz default null) returns timestamptz
language sql volatile
begin atomic
  -- The hub's clock: the time every hub timestamp comes from.
  --
  -- A verb calls it with its own p_now; null means the database's clock. A time that
  -- is given is passed on to the triggers of that verb through the setting hub.now,
  -- which every verb scopes to its own call (`set hub.now = ''`). Given times exist
  -- for simulations and tests (hub.checked_time says for whom). Asked several times for
  -- every row, hence an expression that the caller's plan takes in.
  select case
    when p_now is null and coalesce(current_setting('hub.now', true), '') = '' then now()
    else hub.checked_time(p_now)
  end;
end;

comment on function hub.clock is 'The hub''s clock: select hub.clock();';
