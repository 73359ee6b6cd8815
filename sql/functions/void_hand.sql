create or replace function hub.void_hand(p_hand bigint, p_actor text, p_reason text, p_now timestamptz default null)
returns public.hands
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'void_hand' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Declare a hand void (dealt again, rehearsal, wrong table): it fires no rule any more,
-- and what still waits for it is cancelled. What is being rendered or done stays.
-- Voiding twice changes nothing. The audit keeps what became of each instruction too, under
-- "instructions", so that hub.undo_action can bring all of it back.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_before public.hands;
  v_row    public.hands;
  v_old    public.render_instructions;
  v_new    public.render_instructions;
  v_was    jsonb := '{}';
  v_became jsonb := '{}';
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
  for v_old in
    select i.* from public.render_instructions as i
    where i.hand_id = p_hand and (i.status = 'pending' or i.retry_at is not null)
    order by i.id
    for update
  loop
    update public.render_instructions as i set status = 'cancelled' where i.id = v_old.id returning * into v_new;
    v_was := v_was || jsonb_build_object(v_old.id::text, hub.instruction_changes(v_new, v_old));
    v_became := v_became || jsonb_build_object(v_old.id::text, hub.instruction_changes(v_old, v_new));
  end loop;
  perform hub.record_action('void_hand', 'hand:' || p_hand,
    to_jsonb(v_before) || jsonb_build_object('instructions', v_was), to_jsonb(v_row) || jsonb_build_object('instructions', v_became));
  return v_row;
end
$$;

comment on function hub.void_hand is 'Declare a hand void: select hub.void_hand(12, ''ann'', ''dealt again'');';
