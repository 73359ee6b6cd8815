create or replace function hub.tg__journal() returns trigger
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
as $$
-- After an update or a delete: write what changed to the journal, all rows at once
-- (inserts: hub.tg__journal_insert; updates of instructions: hub.tg_render_instructions__journal).
-- Arguments: the noun of the kind and subject, and the column that names a row.
--
-- A delete keeps the whole row, as an insert does, an update the columns that changed,
-- so that the journal replays to the table. A row that was given another name (the key of a
-- tournament is its event_code) is one that went and one that came. Of one row the order
-- is write order.
declare
  v_noun   text := tg_argv[0];
  v_key    text := tg_argv[1];
  v_now    timestamptz := hub.clock();
  v_actor  text := hub.actor();
  v_app    text := hub.application();
  v_verb   text := coalesce(current_setting('hub.verb', true), '');
  v_reason text := hub.reason('sql ' || lower(tg_op));
  v_cause  bigint := hub.cause();
begin
  if tg_op = 'UPDATE' then
    insert into hub.events (at, cause, op, kind, subject, actor, application, reason, doc)
    select v_now, v_cause, 'update', hub.event_kind(v_noun, 'update', c.changed, c.before, v_verb),
      v_noun || ':' || (c.before ->> v_key), v_actor, v_app, v_reason, c.changed
    from (
      select r.before, d.changed
      from (
        select to_jsonb(o) as before, to_jsonb(n) as after
        from new_rows as n
        join old_rows as o on o.id = n.id
        offset 0  -- each row is made a document once, not once for each of its columns
      ) as r
      cross join lateral (
        select jsonb_object_agg(a.key, a.value) as changed
        from jsonb_each(r.after) as a
        where a.value is distinct from r.before -> a.key
      ) as d
    ) as c
    where c.changed is not null and not c.changed ? v_key;
    if v_key <> 'id' then
      insert into hub.events (at, cause, op, kind, subject, actor, application, reason, doc)
      select v_now, v_cause, r.op, v_noun || '.renamed', v_noun || ':' || (r.doc ->> v_key), v_actor, v_app, v_reason, r.doc
      from new_rows as n
      join old_rows as o on o.id = n.id
      cross join lateral (values ('delete', to_jsonb(o)), ('insert', to_jsonb(n))) as r (op, doc)
      where to_jsonb(n) -> v_key <> to_jsonb(o) -> v_key
      order by r.op, n.id;  -- all that went first: names may have been exchanged
    end if;
  else
    insert into hub.events (at, cause, op, kind, subject, actor, application, reason, doc)
    select v_now, v_cause, 'delete', v_noun || '.removed', v_noun || ':' || (to_jsonb(o) ->> v_key), v_actor, v_app, v_reason, to_jsonb(o)
    from old_rows as o
    order by o.id;
  end if;
  return null;
end
$$;

comment on function hub.tg__journal is 'Triggers _300_journal_*: every change of a row, with who and why. Arguments: noun, key column.';
