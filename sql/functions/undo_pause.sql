create or replace function hub.undo_pause(p_action hub.actions, p_now timestamptz, out was jsonb, out became jsonb, out evidence jsonb)
language plpgsql volatile set search_path = ''
as $$
-- The part of undo_action for pause and resume. A pause that is taken back ends; that it was
-- there stays on record. A resumption that is taken back never was: the same pause goes on,
-- since the same time and by the same person.
declare
  v_before hub.pauses;
  v_row    hub.pauses;
  v_moved  boolean;
begin
  select * into v_before from hub.pauses as p where p.id = (p_action.after ->> 'id')::bigint for no key update;
  v_moved := v_before is distinct from jsonb_populate_record(v_before, p_action.after);
  if not v_moved then
    begin
      update hub.pauses as p
      set resumed_at = case p_action.verb when 'pause' then p_now end,
        resumed_by = case p_action.verb when 'pause' then hub.actor() end,
        resume_reason = case p_action.verb when 'pause' then hub.reason(null) end
      where p.id = v_before.id
      returning * into v_row;
    exception when unique_violation then
      v_moved := true;  -- the scope was paused anew, maybe at this moment
    end;
  end if;
  if v_moved then
    raise exception '% moved since: %', p_action.subject,
        coalesce(hub.what_moved(p_action.subject, null, p_action.at), 'the journal does not say by whom')
      using errcode = 'UB409', detail = 'blocked by ' || p_action.subject, hint = 'select scope, paused_by, reason, resumed_at, resumed_by from hub.pauses order by id desc limit 20;';
  end if;

  perform hub.journal(case p_action.verb when 'pause' then 'scope.resumed' else 'scope.paused' end, p_action.subject, to_jsonb(v_row));
  if p_action.verb = 'pause' then
    perform pg_notify('hub_work', '');
  end if;
  was := to_jsonb(v_before);
  became := to_jsonb(v_row);
end
$$;

comment on function hub.undo_pause is 'Used by undo_action: ends a pause, or lets one go on.';
