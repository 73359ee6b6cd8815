create or replace function hub.backtest(p_key text, p_value jsonb, p_from timestamptz, p_to timestamptz default null)
returns table (settings text, kind text, subject text, fired_at timestamptz, ended_at timestamptz, confirmed boolean)
language plpgsql stable security definer set search_path = '' set enable_seqscan = off
as $$
-- What would have fired between two times with another value of a setting, beside what the
-- present settings make of the same history: one row per alert, settings = present or
-- changed. Replays the recorded attempts, hands and minutes through the very functions
-- that detect, and writes nothing. confirmed: a real alert of that cause at that time was rated
-- useful, or acknowledged, or resolved by a person and not called a false alarm; false: it was
-- called one; null: nobody said.
declare
  v_setting hub.settings;
  v_to      timestamptz := coalesce(p_to, now());
  v_prefix  text := split_part(p_key, '.', 1);
  v_present jsonb := hub.settings_of(v_prefix);
  v_changed jsonb;
  c_others  constant text[] := '{stale.badge,orphan.factor,orphan.quantile,orphan.generator_down_at}';  -- history does not tell
begin
  select * into v_setting from hub.settings as s where s.key = p_key;
  if not found or v_prefix not in ('error', 'throughput', 'stale', 'stall', 'orphan', 'stuck') or p_key = any (c_others) then
    raise exception 'no back-test of the setting "%"', p_key
      using errcode = 'UB422', hint = 'There are back-tests of error.*, throughput.*, stale.minutes, stall.minutes, orphan.grace_min and stuck.*.';
  end if;
  if p_from is null or p_from >= v_to or p_from < v_to - interval '31 days' then
    raise exception 'the time from % to % cannot be replayed', coalesce(p_from::text, 'null'), v_to
      using errcode = 'UB422', hint = 'Ask for at most 31 days, the earlier time first.';
  end if;
  perform hub.check_setting(v_setting, p_value);
  v_setting.value := p_value;
  v_changed := v_present || jsonb_build_object(p_key, hub.setting_seconds(v_setting));

  return query
  select s.name, r.kind, r.subject, r.fired_at, r.ended_at, hub.was_confirmed(r.kind, r.subject, r.fired_at, r.ended_at)
  from (values ('present', v_present), ('changed', v_changed)) as s (name, settings)
  cross join lateral hub.replay(v_prefix, s.settings, p_from, v_to) as r
  order by r.fired_at, s.name desc, r.subject;
end
$$;

comment on function hub.backtest is 'What another value would have done: select * from hub.backtest(''error.h'', ''4'', now() - interval ''7 days'');';
