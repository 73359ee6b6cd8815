create or replace function hub.check_times(p_where text, variadic p_times timestamptz[]) returns void
language plpgsql immutable set search_path = ''
as $$
-- Refuse a client's time that no reader could parse. Only whether it can be read is
-- checked, never whether it is right: the PCs' clocks differ. Python's years are 1 to
-- 9999, a day is left at both ends for time zones, and there is no infinity.
declare
  v_time timestamptz;
begin
  foreach v_time in array p_times loop
    if v_time < '0001-01-02 00:00:00+00' or v_time >= '9999-12-31 00:00:00+00' then
      raise exception '% is out of range: %', p_where, v_time
        using errcode = 'UB422', hint = 'Send a time between the years 1 and 9999, or null when it is unknown.';
    end if;
  end loop;
end
$$;

comment on function hub.check_times is 'Refuse times that no reader could parse: select hub.check_times(''created_at'', now());';
