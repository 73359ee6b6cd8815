create or replace function hub.undo_action(p_action bigint, p_actor text, p_reason text, p_now timestamptz default null)
returns hub.actions
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
  set hub.verb = 'undo_action' set hub.now = '' set hub.actor = '' set hub.reason = '' set hub.cause = ''
as $$
-- Take an action back: what it wrote becomes what stood there before, exactly, if nothing
-- else moved it meanwhile and undo.window has not passed. Else UB409 says what moved and by
-- whom. Answers the audit row of the undo itself; its journal rows name the action's own as
-- their cause. Also for what the hub did by itself (actor hub:<kind>).
--
-- An undo is final: undoing it again is refused. It could only be a redo, and the verb that
-- did the thing first looks at the row as it is now, which a redo would not.
--
-- The audit row is locked first, so of two who take back the same thing one is told so.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_action hub.actions;
  v_undo   hub.actions;
  v_done   record;
  v_id     bigint;
begin
  perform hub.act_as(p_actor, p_reason);
  select * into v_action from hub.actions as a where a.id = p_action for update;
  if not found then
    raise exception 'no action %', coalesce(p_action::text, 'null')
      using errcode = 'UB404', hint = 'select id, at, actor, verb, subject from hub.actions order by id desc limit 20;';
  end if;
  if v_action.verb = 'undo_action' then
    raise exception 'action % is an undo itself', p_action
      using errcode = 'UB409', detail = 'blocked by action:' || p_action, hint = format('Do it anew: select verb, subject, after from hub.actions where id = %s;', v_action.undo_of);
  end if;
  select * into v_undo from hub.actions as a where a.undo_of = p_action;
  if found then
    raise exception 'action % was taken back already by "%"', p_action, v_undo.actor
      using errcode = 'UB409', detail = 'blocked by action:' || v_undo.id, hint = format('See: select at, actor, reason from hub.actions where id = %s;', v_undo.id);
  end if;
  if v_action.undo_until is null then
    raise exception 'action % (%) cannot be taken back', p_action, v_action.verb
      using errcode = 'UB409', detail = 'blocked by action:' || p_action, hint = 'Look at what it is about as it is now, and use the verb that fits: select * from ops.help;';
  end if;
  if v_now >= v_action.undo_until then
    raise exception 'action % could be taken back until %', p_action, hub.told_moment(v_action.undo_until)
      using errcode = 'UB409', detail = 'blocked by action:' || p_action, hint = 'Use the verb that does the opposite: select * from ops.help; the time is the setting undo.window.';
  end if;

  perform set_config('hub.cause', coalesce(hub.event_of_action(v_action)::text, ''), true);
  case
    when v_action.verb in ('retry_instruction', 'change_priority', 'cancel_instruction') then
      select * into v_done from hub.undo_instruction(v_action);
    when v_action.verb in ('bulk_retry', 'bulk_cancel', 'bulk_priority') then
      select * into v_done from hub.undo_bulk(v_action);
    when v_action.verb = 'make_graphic' then
      select * into v_done from hub.undo_graphic(v_action);
    when v_action.verb = 'enter_hand' then
      select * into v_done from hub.undo_entry(v_action);
    when v_action.verb = 'void_hand' then
      select * into v_done from hub.undo_void(v_action);
    when v_action.verb in ('pause', 'resume') then
      select * into v_done from hub.undo_pause(v_action, v_now);
    when v_action.verb = 'change_setting' then
      select * into v_done from hub.undo_setting(v_action, v_now);
    when v_action.verb = 'save_rule' then
      select * into v_done from hub.undo_rule(v_action, v_now);
    when v_action.verb = 'save_route' then
      select * into v_done from hub.undo_route(v_action, v_now);
    when v_action.verb = 'save_channel' then
      select * into v_done from hub.undo_channel(v_action, v_now);
    when v_action.verb in ('acknowledge_event', 'silence_event') then
      select * into v_done from hub.undo_event(v_action);
    when v_action.verb = 'avoid_worker' then
      select * into v_done from hub.undo_avoidance(v_action);
    else
      raise exception 'nobody knows how to take back "%"', v_action.verb
        using errcode = 'UB409', hint = 'Look at what it is about as it is now, and use the verb that fits: select * from ops.help;';
  end case;

  v_id := hub.record_action('undo_action', v_action.subject, v_done.was, v_done.became, false, v_done.evidence);
  update hub.actions as a set undo_of = p_action where a.id = v_id returning * into v_undo;
  return v_undo;
end
$$;

comment on function hub.undo_action is 'Take an action back: select id, subject, after from hub.undo_action(12, ''ann'', ''wrong row'');';
