create or replace function hub.tg_render_instructions__guard() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Before any UPDATE of an instruction, by whomever: the state machine, and everything
-- that follows from a change of state. Statements set the status and what they mean;
-- times, lease and the retry plan are filled in here, so that they are right for a
-- verb, an old poller and a person in psql alike.
declare
  v_now        timestamptz := hub.clock();
  v_alive      public.render_instructions;  -- the row as it was, but for the sign of life
  v_reconciled boolean := old.status = 'failed' and new.status = 'completed';
begin
  if new.id <> old.id or new.attempt < old.attempt then
    raise exception 'the id and the attempt of an instruction do not go back'
      using errcode = 'UB409', hint = 'Leave both alone; hub.retry_instruction renders it again.';
  end if;
  new.recorded_at := old.recorded_at;
  new.created_at := coalesce(new.created_at, old.created_at);

  if new.status = old.status then
    if new.status = 'pending' and new.not_before is distinct from old.not_before then
      new.eligible_at := case when new.not_before is null or new.not_before <= v_now then coalesce(old.eligible_at, v_now) end;
    end if;
    -- a sign of life is no change: it neither moves updated_at nor fills the journal
    v_alive := old;
    v_alive.lease_expires_at := new.lease_expires_at;
    v_alive.progress := new.progress;
    if new is distinct from v_alive then
      new.updated_at := v_now;
    end if;
    return new;
  end if;

  if current_setting('hub.verb', true) = 'undo_action' and 'processing' not in (old.status, new.status) then
    new.updated_at := v_now;  -- what stood there before comes back as it was, times and all
    return new;
  end if;

  if not (old.status = 'pending' and new.status in ('processing', 'cancelled')
          or old.status = 'processing'
          or old.status = 'failed' and new.status in ('pending', 'completed', 'cancelled')
          or old.status in ('completed', 'cancelled') and new.status = 'pending') then
    perform nextval('hub.refusals');
    raise exception 'instruction % cannot go from % to %', old.id, old.status, new.status
      using errcode = 'UB409', hint = 'Use the verbs: claim, complete, fail, release, retry, cancel.';
  end if;

  if old.status = 'processing' and new.status = 'failed' and hub.has_output(new.id, new.attempt) and hub.setting_text('remedy.reconcile') = 'act' then
    -- old automation_ae reports every success as a failure; the file is there
    new.status := 'completed';
    v_reconciled := true;
    perform hub.suspect_output(new.id, new.attempt, 'reported failed although its output is there', new.error_message);
  end if;

  new.updated_at := v_now;
  new.eligible_at := case when new.status = 'pending' and (new.not_before is null or new.not_before <= v_now) then v_now end;
  new.completed_at := case when new.status in ('completed', 'failed') then v_now end;
  new.cancelled_at := case when new.status = 'cancelled' then v_now end;
  new.lease_expires_at := case when new.status = 'processing' then new.lease_expires_at end;
  new.retry_at := null;
  case new.status
    when 'pending' then
      new.started_at := null;
      new.worker_id := null;
      new.progress := 0;
      new.error_class := null;
      new.error_message := null;
    when 'processing' then
      new.started_at := v_now;
      new.progress := 0;
    when 'completed' then
      new.progress := 100;
      new.error_class := null;
      new.error_message := case when v_reconciled then coalesce(new.error_message, 'reported failed') end;
    when 'failed' then
      new.error_class := coalesce(new.error_class, hub.classify_error(new.error_message));
      new.retry_at := hub.next_retry_at(new.error_class, new.retry_count, new.max_retries, v_now);
    else null;
  end case;
  return new;
end
$$;

comment on function hub.tg_render_instructions__guard is 'Trigger _200_guard_state on render_instructions: the state machine and what follows from it.';
