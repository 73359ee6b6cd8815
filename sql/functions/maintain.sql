create or replace procedure hub.maintain(p_now timestamptz default null)
language plpgsql
as $$
-- Keep history in order: make the weeks ahead. One short transaction per statement; one
-- that does not get its lock within 100 ms is left for the next time. A procedure that
-- commits can have neither `set` nor `security definer`: all names are qualified, and the
-- work is done by hub.add_week. Run by the deploy and daily by the hub.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_table text;
  v_week  date;
begin
  foreach v_table in array array['events', 'attempts'] loop
    for v_week in
      select pg_catalog.date_trunc('week', v_now at time zone 'UTC')::date + 7 * n
      from pg_catalog.generate_series(0, hub.setting_number('history.weeks_ahead')::int) as n
    loop
      begin
        perform hub.add_week(v_table, v_week);
      exception when lock_not_available or check_violation then
        -- locked, or the default partition holds rows of that week: told by the alert partition_default_used
        raise warning 'the week % of % was left for later: %', v_week, v_table, sqlerrm;
      end;
      commit;
    end loop;
  end loop;
end
$$;

comment on procedure hub.maintain is 'Make the weeks ahead: call hub.maintain();';
