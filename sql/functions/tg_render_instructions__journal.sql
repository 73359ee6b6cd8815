create or replace function hub.tg_render_instructions__journal() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- After instructions were updated: the changed columns, to the journal. What hub.tg__journal
-- does for every table, with the columns named and in one statement without a variable:
-- every claim and every report pays for this.
--
-- A lease that is extended and progress within the same ten per cent are signs of life,
-- not changes: they are left out.
begin
  insert into hub.events (id, at, xid, cause, op, kind, subject, actor, role, application, reason, doc)
  select nextval('hub.events_id_seq'), hub.clock(), pg_current_xact_id(), hub.cause(), 'update',
    hub.event_kind('instruction', 'update', c.changed, null, coalesce(current_setting('hub.verb', true), '')), 'instruction:' || c.id,
    hub.actor(), session_user, hub.application(), hub.reason('sql update'), c.changed
  from (
    select n.id, n.progress, o.progress as progress_before, hub.instruction_changes(o, n) as changed
    from new_rows as n
    join old_rows as o on o.id = n.id
    offset 0  -- looked at several times, made once
  ) as c
  where c.changed - '{lease_expires_at,progress}'::text[] <> '{}' or c.progress / 10 <> c.progress_before / 10;
  return null;
end
$$;

comment on function hub.tg_render_instructions__journal is 'Trigger _300_journal_update on render_instructions: what changed, with who and why.';
