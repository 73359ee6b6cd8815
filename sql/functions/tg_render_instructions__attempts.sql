create or replace function hub.tg_render_instructions__attempts() returns trigger
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
as $$
-- After instructions changed: hub.attempts follows. A row that became processing opens an
-- attempt, one that left it or was deleted closes its attempt, a failed one that turned
-- out to be done is marked reconciled. A graphic that somebody waits for leaves a mark for
-- hub.tell_notices when it is done. Verbs, old pollers and people in psql all come
-- through here, so history cannot differ from what happened.
--
-- What changed its state is asked of the transition tables first: most updates change
-- none, and the ids keep an update of hub.attempts from reading a whole week of it by a
-- plan that was made while it was empty. The times at which these attempts began leave the
-- other weeks' partitions out.
declare
  v_now     timestamptz := hub.clock();
  v_end     timestamptz := hub.lease_base(v_now);  -- a report in an old transaction ends its attempt now: detectors have read on since that began
  v_verb    text := coalesce(current_setting('hub.verb', true), '');
  v_left    bigint[];
  v_mended  bigint[];
  v_claimed bigint[];
  v_first   timestamptz;
  v_last    timestamptz;
begin
  if tg_op = 'INSERT' then
    if not exists (select from new_rows as n where n.status = 'processing') then
      return null;
    end if;
    insert into hub.attempts (instruction_id, attempt, worker_id, template_name, priority, claimed_by, started_at)
    select n.id, n.attempt, null, n.template_name, n.priority, concat_ws('/', session_user, nullif(current_setting('application_name'), '')), n.started_at
    from new_rows as n
    where n.status = 'processing';
    return null;
  elsif tg_op = 'DELETE' then
    v_left := array(select o.id from old_rows as o where o.status = 'processing');
    if v_left <> '{}' then
      update hub.attempts as a
      set finished_at = v_end, progress = o.progress, outcome = 'cancelled'
      from old_rows as o
      where a.started_at between (select min(b.started_at) from old_rows as b) and (select max(b.started_at) from old_rows as b)
        and a.instruction_id = any (v_left) and a.instruction_id = o.id and a.attempt = o.attempt and a.started_at = o.started_at;
    end if;
    return null;
  end if;

  -- what the two verbs that are called all the time change is known
  if v_verb = 'claim_instructions' then
    v_claimed := array(select n.id from new_rows as n);
  elsif v_verb = 'complete_instruction' then
    select array_agg(o.id), min(o.started_at), max(o.started_at) into v_left, v_first, v_last from old_rows as o;
  else
    select array_agg(o.id) filter (where o.status = 'processing' and (n.status <> 'processing' or n.attempt <> o.attempt)),
      array_agg(o.id) filter (where o.status = 'failed' and n.status = 'completed'),
      array_agg(o.id) filter (where n.status = 'processing' and (o.status <> 'processing' or n.attempt <> o.attempt))
    into v_left, v_mended, v_claimed
    from new_rows as n
    join old_rows as o on o.id = n.id;
  end if;

  if v_first is null and (v_left is not null or v_mended is not null) then
    select min(o.started_at), max(o.started_at) into v_first, v_last from old_rows as o;
  end if;
  if v_left is not null then
    update hub.attempts as a
    set finished_at = v_end, progress = o.progress,
      outcome = case
        when v_verb = 'rescue_expired' then 'rescued'
        when n.status = 'completed' then case when n.error_message is null then 'completed' else 'reconciled' end
        when n.status = 'cancelled' then 'cancelled'
        when n.status = 'pending' and v_verb = 'release_instruction' then 'released'
        else 'failed'
      end,
      error_class = case when n.status = 'failed' then n.error_class end,
      error_message = case when n.status = 'failed' then n.error_message end
    from new_rows as n
    join old_rows as o on o.id = n.id
    where a.started_at between v_first and v_last and a.instruction_id = any (v_left)
      and a.instruction_id = o.id and a.attempt = o.attempt and a.started_at = o.started_at;
  end if;

  if v_mended is not null then
    update hub.attempts as a
    set outcome = 'reconciled'
    from old_rows as o
    where a.started_at between v_first and v_last and a.instruction_id = any (v_mended)
      and a.instruction_id = o.id and a.attempt = o.attempt and a.started_at = o.started_at;
  end if;

  if v_left is not null or v_mended is not null then
    insert into hub.alert_marks (instruction_id, at, due_at)
    select n.id, v_now, v_now
    from new_rows as n
    join hub.render_rules as r on r.id = n.rule_id and r.notify_done
    where n.status = 'completed' and n.id = any (v_left || v_mended);
  end if;

  if v_claimed is not null then
    insert into hub.attempts (instruction_id, attempt, worker_id, template_name, priority, eligible_at, claimed_by, started_at)
    select n.id, n.attempt, n.worker_id, n.template_name, n.priority, o.eligible_at,
      coalesce(w.host, concat_ws('/', session_user, nullif(current_setting('application_name'), ''))), n.started_at
    from new_rows as n
    join old_rows as o on o.id = n.id
    left join hub.workers as w on w.id = n.worker_id
    where n.id = any (v_claimed);
  end if;
  return null;
end
$$;

comment on function hub.tg_render_instructions__attempts is 'Triggers _400_attempts_* on render_instructions: one row of hub.attempts per claim, closed when it ends.';
