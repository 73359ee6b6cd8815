create or replace function hub.detect_generator_down(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- Whoever makes the graphics of premium hands has stopped: the last hands of three hours in a row had none
-- within the grace. What the hub itself made afterwards in their place counts as missed, or
-- its own remedy would hide the cause. It ends with the first hand that gets its graphic in
-- time; after three hours without a premium hand nobody can tell.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_grace  interval;
  v_need   int := hub.setting_number('orphan.generator_down_at');
  v_hand   record;
  v_missed bigint[] := '{}';
  v_since  timestamptz;
  v_newest timestamptz;
  v_served boolean := false;
  v_from   timestamptz := v_now - interval '3 hours';
  v_open   timestamptz := (
    select e.first_seen_at from public.monitoring_events as e where e.kind = 'generator_down' and e.subject = 'generator' and e.state <> 'resolved');
begin
  -- an open alert is about hands that may be older by now
  if exists (
    select from public.hands as h
    where h.is_premium and h.recorded_at > v_from and h.recorded_at <= v_now and h.voided_at is null and h.duplicate_of is null) then
    v_from := greatest(least(v_from, v_open - interval '1 second'), v_now - interval '1 day');
  end if;
  for v_hand in
    select h.id, h.recorded_at from public.hands as h
    where h.is_premium and h.recorded_at > v_from and h.recorded_at <= v_now
      and h.voided_at is null and h.duplicate_of is null
    order by h.recorded_at desc
    limit 100
  loop
    v_grace := coalesce(v_grace, hub.orphan_grace(v_now));
    if exists (
      select from public.render_instructions as i
      where i.hand_id = v_hand.id
        and case when i.rule_id is null then i.recorded_at <= v_hand.recorded_at + v_grace else i.recorded_at = v_hand.recorded_at end
        and hub.is_hands_graphic(i.trigger_type)
    ) then
      v_served := true;
      exit;
    end if;
    continue when v_hand.recorded_at > v_now - v_grace;  -- it may still come
    v_newest := coalesce(v_newest, v_hand.recorded_at);
    v_since := v_hand.recorded_at;
    v_missed := v_missed || v_hand.id;
  end loop;

  if cardinality(v_missed) < v_need then
    if v_open is not null then
      return next hub.cleared('generator_down', 'generator', case when v_served then 'true' else 'inconclusive' end);
    end if;
    return;
  end if;
  return next row('generator_down', 'alert', 'generator', 'error', v_since,
    format('The last %s premium hands got no graphic in time: whoever makes them has stopped', cardinality(v_missed)),
    format('최근 프리미엄 핸드 %s건에 그래픽이 제때 만들어지지 않음: 만드는 쪽이 멈춘 것으로 보임', cardinality(v_missed)),
    jsonb_build_object('missed', cardinality(v_missed), 'needed', v_need, 'since', v_since, 'newest', v_newest,
      'grace_seconds', round(extract(epoch from v_grace)), 'settings', 'orphan.generator_down_at'),
    hub.members_of('{}', v_missed),
    jsonb_build_object('text', 'Look at automation_sub; meanwhile let the hub''s own rule make them at once.',
      'text_ko', 'automation_sub를 확인하고, 그동안은 허브의 규칙이 바로 만들게 하세요.',
      'sql', 'select hub.make_graphic(h.id, current_user, ''generator is down'') from hub.orphan_hands(now()) as h;'),
    'false')::hub.finding;
end
$$;

comment on function hub.detect_generator_down is 'Nobody makes graphics for premium hands: select title from hub.detect_generator_down();';
