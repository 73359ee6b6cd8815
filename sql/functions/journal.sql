create or replace function hub.journal(
  p_kind text, p_subject text, p_doc jsonb default '{}', p_cause bigint default null
) returns bigint
language sql volatile security definer set search_path = ''
as $$
  -- Write down something that is no change of a row: a failed rule, an ignored write.
  -- Changes of rows are journaled by the triggers _300_journal_*.
  insert into hub.events (at, cause, kind, subject, actor, application, reason, doc)
  values (
    hub.clock(), coalesce(p_cause, hub.cause()), p_kind, p_subject, hub.actor(), hub.application(), hub.reason(null), p_doc
  )
  returning id
$$;

comment on function hub.journal is 'Add a line to the journal: select hub.journal(''note.made'', ''hand:12'', ''{"text": "..."}'');';
