create or replace function hub.acted(p_noun text, p_result anyelement) returns jsonb
language sql volatile security definer set search_path = '' set timezone = 'UTC'
as $$
  -- What a verb answered, as the API shows it: the result under its name, the row that this act
  -- has in the audit, and until when it can be taken back. Both are null when the verb
  -- changed nothing. hub.record_action left the number in hub.action, for this transaction.
  -- A retry says what it came to, in the words of hub.judge_retry: what waits already is not rendered again.
  select jsonb_build_object(
    p_noun, hub.shown_doc(to_jsonb(p_result), false),
    'action_id', a.id,
    'undo_until', a.undo_until)
    || case when a.verb = 'retry_instruction' then jsonb_build_object('outcome', case
        when a.before ? 'status' then 'retried'
        when coalesce(a.before, '{}') = '{}' then 'unchanged'
        else 'boosted' end)
      else '{}' end
  from (values (nullif(current_setting('hub.action', true), '')::bigint)) as made (id)
  left join hub.actions as a on a.id = made.id
$$;

comment on function hub.acted is 'Used by routes that act: select hub.acted(''pause'', p) from hub.pause(''queue'', ''ann'', ''rehearsal'') as p;';
