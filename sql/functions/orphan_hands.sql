create or replace function hub.orphan_hands(p_now timestamptz) returns setof public.hands
language plpgsql stable set search_path = '' set enable_seqscan = off
as $$
-- Premium hands for which nobody made the graphic although there was time to; oldest first.
-- Voided hands and repetitions need none. The grace is worked out only when there is a
-- candidate. Nearly every hand has its graphic under its plain name, which one look tells; the rule is hub.has_graphic.
declare
  v_from  timestamptz := p_now - hub.setting_interval('dashboard.health_window');
  v_hands public.hands[];
begin
  v_hands := array(
    select h from public.hands as h
    where h.is_premium and h.recorded_at > v_from and h.recorded_at <= p_now - hub.setting_interval('orphan.grace_min')
      and h.voided_at is null and h.duplicate_of is null
      and case when exists (select from public.render_instructions as i where i.hand_id = h.id and i.trigger_type = 'premium_hand') then false
        else not hub.has_graphic(h.id) end
    order by h.recorded_at, h.id);
  if cardinality(v_hands) > 0 then
    return query
    select h.* from unnest(v_hands) as h
    where h.recorded_at <= p_now - hub.orphan_grace(p_now)
    order by h.recorded_at, h.id;
  end if;
end
$$;

comment on function hub.orphan_hands is 'Premium hands without a graphic: select id, table_id, hand_number from hub.orphan_hands(now());';
