create or replace function hub.pair_hands(p_now timestamptz default null) returns int
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.verb = 'pair_hands' set hub.now = ''
as $$
-- Find hands that arrived both ways at the same moment, each unseen by the other: mark the
-- plain row as the duplicate and cancel what still waits for it, so that one graphic is
-- made. Ordinarily tg_hands__identify has done this already.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_hand  public.hands;
  v_twin  bigint;
  v_count int := 0;
begin
  for v_hand in
    select h.* from public.hands as h
    where h.recorded_at > v_now - interval '1 minute' and h.session_id is null and h.duplicate_of is null
      and h.voided_at is null and h.hand_number > 0
    order by h.recorded_at
    limit hub.setting_number('tick.batch')::int
    for no key update skip locked
  loop
    v_twin := hub.ingested_twin(v_hand);
    continue when v_twin is null;
    update public.hands as h set duplicate_of = v_twin where h.id = v_hand.id;
    update public.render_instructions as i
    set status = 'cancelled'
    where i.id = any (array(
      select r.id from public.render_instructions as r
      where r.hand_id = v_hand.id and r.rule_id is not null and r.status = 'pending'
      for update skip locked));
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;

comment on function hub.pair_hands is 'Pair hands that arrived both ways at once: select hub.pair_hands();';
