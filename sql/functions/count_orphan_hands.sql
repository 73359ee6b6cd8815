create or replace function hub.count_orphan_hands(p_at timestamptz) returns bigint
language sql stable set search_path = ''
as $$
  -- Premium hands for which nobody made an instruction, though there was time to.
  -- A voided hand and a repetition of another hand need none.
  select count(*)
  from public.hands as h
  where h.is_premium and h.voided_at is null and h.duplicate_of is null
    and h.recorded_at > p_at - hub.setting_interval('dashboard.health_window')
    and h.recorded_at < p_at - hub.setting_interval('orphan.grace_min')
    and not exists (select from public.render_instructions as i where i.hand_id = h.id)
$$;

comment on function hub.count_orphan_hands is 'Premium hands without a graphic: select hub.count_orphan_hands(now());';
