create or replace function hub.undo_event(p_action hub.actions, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- The part of undo_action for an alert that was taken or silenced: it has the owner and the silence of
-- before. Whoever is due a message about it because of that gets it with the next tick.
declare
  v_before  public.monitoring_events := hub.lock_event(substr(p_action.subject, 7)::bigint);
  v_row     public.monitoring_events;
begin
  if v_before is distinct from jsonb_populate_record(v_before, p_action.after) then
    raise exception '% moved since: %', p_action.subject,
        coalesce(hub.what_moved('alert:' || v_before.id, array(select jsonb_object_keys(p_action.after)), p_action.at), 'the journal does not say by whom')
      using errcode = 'UB409', detail = 'blocked by ' || p_action.subject, hint = format('select acknowledged_by, acknowledged_until, silenced_until from monitoring_events where id = %s;', v_before.id);
  end if;
  v_row := jsonb_populate_record(v_before, p_action.before);
  update public.monitoring_events as e
  set acknowledged_at = v_row.acknowledged_at, acknowledged_by = v_row.acknowledged_by, acknowledged_until = v_row.acknowledged_until,
    silenced_until = v_row.silenced_until
  where e.id = v_before.id
  returning * into v_row;
  was := to_jsonb(v_before);
  became := to_jsonb(v_row);
end
$$;

comment on function hub.undo_event is 'Used by undo_action: an alert that was taken or silenced is as before.';
