create or replace function hub.lease_base(p_now timestamptz) returns timestamptz
language sql volatile
begin atomic
  -- From when a lease runs: from this very moment, not from the start of a transaction that
  -- may be old already; a simulated time stays as given.
  select case when p_now = now() then clock_timestamp() else p_now end;
end;

comment on function hub.lease_base is 'From when a lease runs: select hub.lease_base(now());';
