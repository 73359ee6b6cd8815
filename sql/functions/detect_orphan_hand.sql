create or replace function hub.detect_orphan_hand(p_now timestamptz default null) returns setof hub.finding
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.now = ''
as $$
-- A premium hand without its graphic. Whether it is made by automation_sub or by a rule,
-- seconds pass; hub.orphan_hands knows how many are usual here. The alert ends as soon as
-- the graphic is ordered or the hand is voided. The oldest come first, so that a flood leaves
-- out the newest and no open alert ends by it.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_grace interval;
  v_hand  public.hands;
begin
  for v_hand in
    select h.* from hub.orphan_hands(v_now) as h
    where not hub.is_dismissed('orphan_hand', 'hand:' || h.id, h.recorded_at)
    order by h.recorded_at, h.id limit 100
  loop
    v_grace := coalesce(v_grace, hub.orphan_grace(v_now));
    return next row('orphan_hand', 'anomaly', 'hand:' || v_hand.id, 'warning', v_hand.recorded_at,
      format('Hand %s of %s (%s) has no graphic after %s', v_hand.hand_number, v_hand.table_id, hub.rank_name(v_hand.hand_rank),
        hub.told_duration(v_now - v_hand.recorded_at, 'en')),
      format('%s의 핸드 %s(%s)에 %s째 그래픽이 없음', v_hand.table_id, v_hand.hand_number, hub.rank_name(v_hand.hand_rank),
        hub.told_duration(v_now - v_hand.recorded_at, 'ko')),
      jsonb_build_object('hand_id', v_hand.id, 'table_id', v_hand.table_id, 'hand_number', v_hand.hand_number, 'hand_rank', v_hand.hand_rank,
        'recorded_at', v_hand.recorded_at, 'grace_seconds', round(extract(epoch from v_grace)), 'settings', 'orphan.*'),
      hub.members_of('{}', array[v_hand.id]),
      jsonb_build_object('text', 'Let the hub make the graphic.', 'text_ko', '허브가 그래픽을 만들게 하세요.')
        || hub.suggested_act('make_graphic', jsonb_build_object('hand_id', v_hand.id), 'nobody made it'),
      'false')::hub.finding;
  end loop;
end
$$;

comment on function hub.detect_orphan_hand is 'Premium hands without a graphic: select title from hub.detect_orphan_hand();';
