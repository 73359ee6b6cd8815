create or replace function hub.judge_retry(p_row public.render_instructions, p_now timestamptz, out outcome text, out why text)
language plpgsql stable set search_path = ''
as $$
-- What a retry by hand will do with an instruction as it stands, in a word and in a sentence:
--   retried    failed, cancelled or completed: it returns to the queue
--   boosted    it waits already, and comes sooner
--   unchanged  it waits already, and cannot come sooner
--   refused    it is being rendered: a retry would make two renders
declare
  v_changes jsonb;
begin
  if p_row.status = 'processing' then
    outcome := 'refused';
    why := format('instruction %s is being rendered by %s', p_row.id,
      coalesce((select w.host from hub.workers as w where w.id = p_row.worker_id), 'an old poller'));
    return;
  end if;
  if p_row.status <> 'pending' then
    outcome := 'retried';
    why := case when p_row.error_message is null then format('was %s', p_row.status)
      else format('was %s: %s', p_row.status, left(p_row.error_message, 100)) end;
    return;
  end if;
  v_changes := hub.instruction_changes(p_row, hub.retried_row(p_row, null, p_now));
  outcome := case v_changes when '{}' then 'unchanged' else 'boosted' end;
  why := case
    when v_changes ? 'priority' then format('it waits already; priority %s becomes %s', p_row.priority, v_changes ->> 'priority')
    when v_changes <> '{}' then 'it waits already; its retries count anew'
    when p_row.priority_pinned then format('it waits already, pinned to priority %s', p_row.priority)
    else 'it waits already, with priority 1' end;
end
$$;

comment on function hub.judge_retry is 'What a retry would do: select i.id, j.outcome, j.why from render_instructions as i, hub.judge_retry(i, now()) as j where i.id = 45;';
