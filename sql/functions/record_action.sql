create or replace function hub.record_action(
  p_verb text, p_subject text, p_before jsonb, p_after jsonb, p_undo boolean default true, p_evidence jsonb default null
) returns bigint
language sql volatile security definer set search_path = ''
as $$
  -- Audit one intervention of the present actor, with what it changed: only the
  -- columns in which before and after differ are kept. Its number stays in hub.action
  -- until the transaction ends, so that who called the verb can offer to take it back (hub.acted).
  -- The journal tells it to whoever follows the audit.
  with made as (
    insert into hub.actions (at, actor, verb, subject, reason, undo_until, before, after, evidence)
    select hub.clock(), hub.actor(), p_verb, p_subject,
      coalesce(nullif(current_setting('hub.reason', true), ''), p_verb),
      case when p_undo then hub.clock() + hub.setting_interval('undo.window') end,
      (select jsonb_object_agg(b.key, b.value) from jsonb_each(p_before) as b where b.value is distinct from p_after -> b.key),
      (select jsonb_object_agg(a.key, a.value) from jsonb_each(p_after) as a where a.value is distinct from p_before -> a.key),
      p_evidence
    returning id
  )
  select set_config('hub.action', m.id::text, true)::bigint
  from (
    select t.id, hub.journal('action.taken', 'action:' || t.id, jsonb_build_object('id', t.id, 'verb', p_verb, 'subject', p_subject)) from made as t offset 0
  ) as m (id, journaled)
  where m.journaled is not null
$$;

comment on function hub.record_action is 'Used by verbs: perform hub.record_action(''retry_instruction'', ''instruction:45'', to_jsonb(v_before), to_jsonb(v_after));';
