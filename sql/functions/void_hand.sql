create or replace function hub.void_hand(p_hand bigint, p_actor text, p_reason text, p_now timestamptz default null)
returns public.hands
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'void_hand' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Declare a hand void (dealt again, rehearsal, wrong table): it fires no rule any more,
-- and what still waits for it is cancelled. What is being rendered or done stays.
-- Voiding twice changes nothing.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before public.hands;
  v_row    public.hands;
  v_id     bigint;
begin
  perform hub.act_as(p_actor, p_reason);
  select * into v_before from public.hands as h where h.id = p_hand for no key update;
  if not found then
    raise exception 'no hand %', coalesce(p_hand::text, 'null')
      using errcode = 'UB404', hint = 'select id, table_id, hand_number, started_at from hands order by id desc limit 20;';
  end if;
  if v_before.voided_at is not null then
    return v_before;
  end if;

  update public.hands as h set voided_at = v_now, void_reason = btrim(p_reason) where h.id = p_hand returning * into v_row;
  for v_id in
    select i.id from public.render_instructions as i
    where i.hand_id = p_hand and (i.status = 'pending' or i.retry_at is not null)
    order by i.id
    for update
  loop
    update public.render_instructions as i set status = 'cancelled' where i.id = v_id;
  end loop;
  perform hub.record_action('void_hand', 'hand:' || p_hand, to_jsonb(v_before), to_jsonb(v_row));
  return v_row;
end
$$;

comment on function hub.void_hand is 'Declare a hand void: select hub.void_hand(12, ''ann'', ''dealt again'');';
