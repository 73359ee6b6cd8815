create or replace function hub.tg__journal_insert() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- After an insert: write the new rows to the journal whole, all at once, in the order in
-- which they were written. Arguments as of hub.tg__journal. One statement without a
-- variable: every hand pays for this.
--
-- What a hand set in motion within its own transaction gets the hand's event as its cause.
begin
  if tg_argv[0] = 'instruction' then
    insert into hub.events (id, at, xid, cause, op, kind, subject, actor, role, application, reason, doc)
    select nextval('hub.events_id_seq'), hub.clock(), pg_current_xact_id(), coalesce(hub.cause(), case when n.hand_id is not null then hub.event_of_hand(n.hand_id, hub.clock()) end), 'insert', 'instruction.created', 'instruction:' || n.id,
      hub.actor(), session_user, hub.application(), hub.reason('sql insert'), to_jsonb(n)
    from new_rows as n;
  else
    insert into hub.events (id, at, xid, cause, op, kind, subject, actor, role, application, reason, doc)
    select nextval('hub.events_id_seq'), hub.clock(), pg_current_xact_id(), hub.cause(), 'insert', hub.event_kind(tg_argv[0], 'insert', null, null, null),
      tg_argv[0] || ':' || case tg_argv[1] when 'id' then n.id::text else to_jsonb(n) ->> tg_argv[1] end,
      hub.actor(), session_user, hub.application(), hub.reason('sql insert'), to_jsonb(n)
    from new_rows as n;
  end if;
  return null;
end
$$;

comment on function hub.tg__journal_insert is 'Triggers _300_journal_insert: every new row, with who and why. Arguments: noun, key column.';
