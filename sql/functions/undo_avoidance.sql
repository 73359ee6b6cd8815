create or replace function hub.undo_avoidance(p_action hub.actions, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = ''
as $$
-- The part of undo_action for a worker that the hub gave no work for a while: it gets work again.
declare
  v_id     uuid := substr(p_action.subject, 8);
  v_before hub.workers;
  v_row    hub.workers;
begin
  select * into v_before from hub.workers as w where w.id = v_id for no key update;
  if v_before.avoid_until is distinct from (p_action.after ->> 'avoid_until')::timestamptz then
    raise exception 'worker %: avoid_until moved since: %', v_id,
        coalesce(hub.what_moved(p_action.subject, null, p_action.at), 'the journal does not say by whom')
      using errcode = 'UB409', detail = 'blocked by ' || p_action.subject, hint = format('select host, avoid_until from hub.workers where id = %L;', v_id);
  end if;
  update hub.workers as w set avoid_until = (p_action.before ->> 'avoid_until')::timestamptz where w.id = v_id returning * into v_row;
  perform hub.journal('worker.restored', p_action.subject, jsonb_build_object('host', v_row.host, 'until', v_row.avoid_until));
  perform pg_notify('hub_work', '');
  was := jsonb_build_object('avoid_until', v_before.avoid_until);
  became := jsonb_build_object('avoid_until', v_row.avoid_until);
end
$$;

comment on function hub.undo_avoidance is 'Used by undo_action: a worker that was avoided gets work again.';
