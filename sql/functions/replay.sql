create or replace function hub.replay(p_prefix text, p_settings jsonb, p_from timestamptz, p_to timestamptz)
returns table (kind text, subject text, fired_at timestamptz, ended_at timestamptz)
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- The alerts that these settings of one detector make of recorded history. Durations in
-- p_settings are in seconds, as hub.settings_of answers them.
declare
  v_state jsonb;
begin
  case p_prefix
  when 'error', 'throughput' then
    v_state := case p_prefix
      when 'error' then hub.weigh_errors(jsonb_build_object('at', p_from, 'past', '[]'::jsonb), p_to, p_settings)
      else hub.weigh_throughput(jsonb_build_object('at', date_trunc('minute', p_from), 'past', '[]'::jsonb), p_to, p_settings) end;
    return query
    select case p_prefix when 'error' then 'error_surge' else 'throughput_drop' end, 'global', (e ->> 0)::timestamptz, (e ->> 1)::timestamptz
    from jsonb_array_elements(v_state -> 'past' || case v_state ->> 'phase'
      when 'firing' then jsonb_build_array(jsonb_build_array(v_state -> 'fired_at', null)) else '[]' end) as e;
  when 'stale' then
    return query
    select 'stale_pending'::text, 'priority:' || m.priority, min(lower(m.late)), max(upper(m.late))
    from (
      select l.priority, unnest(range_agg(tstzrange(l.eligible_at + l.allowed, l.started_at))) as late
      from (
        select a.priority, a.eligible_at, a.started_at,
          coalesce(p_settings -> 'stale.minutes' ->> a.priority - 1, p_settings -> 'stale.minutes' ->> -1)::float8 * interval '1 second' as allowed
        from hub.attempts as a
        where a.started_at > p_from and a.started_at <= p_to and a.eligible_at is not null
      ) as l
      where l.started_at > l.eligible_at + l.allowed
      group by l.priority
    ) as m
    group by m.priority, m.late;
  when 'stall' then
    return query
    select 'stall'::text, 'global'::text, g.until - w.waited + g.wait, g.until
    from (
      select l.since, l.until, (case when hub.known_workers(l.since - interval '1 hour', l.since) >= 3
        then p_settings -> 'stall.minutes' ->> -1 else p_settings -> 'stall.minutes' ->> 0 end)::float8 * interval '1 second' as wait
      from (
        select m.at as since, lead(m.at) over (order by m.at) as until
        from (
          select distinct x.at from hub.attempts as a
          cross join lateral (values (a.started_at), (case when a.outcome in ('completed', 'reconciled', 'failed', 'released') then a.finished_at end)) as x (at)
          where a.started_at > p_from and a.started_at <= p_to and x.at is not null
        ) as m
      ) as l
      where l.until > l.since + least((p_settings -> 'stall.minutes' ->> 0)::float8, (p_settings -> 'stall.minutes' ->> -1)::float8) * interval '1 second'
      offset 0  -- the few long gaps first; then who was there
    ) as g
    cross join lateral (select hub.waited_share(g.since, g.until, p_to) * (g.until - g.since) as waited) as w
    where w.waited >= g.wait;
  when 'orphan' then
    return query
    select 'orphan_hand'::text, 'hand:' || o.id, o.recorded_at + o.grace, o.made_at
    from (
      select h.id, h.recorded_at, greatest((p_settings ->> 'orphan.grace_min')::float8 * interval '1 second', interval '0') as grace, (
        select min(i.recorded_at) from public.render_instructions as i where i.hand_id = h.id and hub.is_hands_graphic(i.trigger_type)) as made_at
      from public.hands as h
      where h.is_premium and h.recorded_at > p_from and h.recorded_at <= p_to and h.voided_at is null and h.duplicate_of is null
    ) as o
    where coalesce(o.made_at, p_to) > o.recorded_at + o.grace;
  when 'stuck' then
    return query
    select 'stuck_processing'::text, 'instruction:' || s.instruction_id, s.started_at + s.wait, s.finished_at
    from (
      select a.instruction_id, a.started_at, a.finished_at, coalesce(
          (select greatest((p_settings ->> 'stuck.floor')::float8, (p_settings ->> 'stuck.factor')::float8 * n.p99) from hub.template_norms as n
           where n.template_name = a.template_name and n.samples >= 30),
          (p_settings ->> 'stuck.few_samples')::float8) * interval '1 second' as wait
      from hub.attempts as a
      where a.started_at > p_from and a.started_at <= p_to and a.worker_id is null
    ) as s
    where coalesce(s.finished_at, p_to) > s.started_at + s.wait;
  end case;
end
$$;

comment on function hub.replay is 'Used by backtest: the alerts that settings make of recorded history.';
