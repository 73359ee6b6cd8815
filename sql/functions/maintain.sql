create or replace procedure hub.maintain(p_now timestamptz default null)
language plpgsql
as $$
-- Keep history in order: make the weeks ahead and those of rows that have none, drop those that are kept no longer, remove
-- old rows of what has no weeks (settings retention.*; 0 keeps for ever). One short
-- transaction per statement; what does not get its lock within 100 ms is left for the next
-- time. Weeks go oldest first, and one that cannot be had ends it for its table, so that
-- hub.retention never says more than is gone.
--
-- A procedure that commits can have neither `set` nor `security definer`: all names are
-- qualified, and the work is done by hub.add_week, hub.drop_week and hub.remove_old. Each
-- transaction holds the same lock, so of two at once one leaves it to the other. Run by the
-- deploy and hourly by the leading hub; never by tick().
declare
  c_rounds constant int := 100;  -- batches of one thing in one run; the rest the next time
  v_now    timestamptz := hub.clock(p_now);
  v_table  text;
  v_week   date;
  v_what   text;
  v_count  int;
begin
  foreach v_table in array array['events', 'attempts'] loop
    for v_week in
      select pg_catalog.date_trunc('week', v_now at time zone 'UTC')::date + 7 * n
      from pg_catalog.generate_series(0, hub.setting_number('history.weeks_ahead')::int) as n
      union
      select w from hub.stray_weeks(v_table) as w
      order by 1
    loop
      if not pg_catalog.pg_try_advisory_xact_lock(7461, 5) then
        return;
      end if;
      begin
        perform hub.add_week(v_table, v_week);
      exception when lock_not_available or check_violation then
        -- locked, or a row of that week came meanwhile: told by the alert partition_default_used
        raise warning 'the week % of % was left for later: %', v_week, v_table, sqlerrm;
      end;
      commit;
    end loop;

    for v_week in select w from hub.old_weeks(v_table, hub.kept_since(v_table, v_now)) as w loop
      if not pg_catalog.pg_try_advisory_xact_lock(7461, 5) then
        return;
      end if;
      begin
        perform hub.drop_week(v_table, v_week, p_now);
      exception when lock_not_available then
        raise warning 'the week % of % is in use and stays for now: %', v_week, v_table, sqlerrm;
        exit;
      end;
      commit;
    end loop;
  end loop;

  foreach v_what in array array['idempotency_keys', 'preview_tokens', 'sessions', 'notifications', 'stories', 'alerts', 'workers', 'remedies', 'metrics', 'pace'] loop
    for v_round in 1 .. c_rounds loop
      if not pg_catalog.pg_try_advisory_xact_lock(7461, 5) then
        return;
      end if;
      begin
        v_count := hub.remove_old(v_what, p_now);
      exception when lock_not_available then
        raise warning 'old % are in use and stay for now: %', v_what, sqlerrm;
        v_count := 0;
      end;
      commit;
      exit when v_count = 0;
    end loop;
  end loop;
end
$$;

comment on procedure hub.maintain is 'Make the weeks ahead, drop what is kept no longer: call hub.maintain();';
