create or replace function hub.import_rows(
  p_rows jsonb, p_files jsonb, p_source text, p_actor text, p_reason text,
  p_partial boolean default false, p_preview boolean default false, p_now timestamptz default null
) returns table (file int, line int, outcome text, subject text, why text)
language plpgsql volatile security definer set search_path = ''
  set hub.verb = 'import_rows' set hub.now = '' set hub.actor = '' set hub.reason = '' set timezone = 'UTC'
as $$
-- Store the rows of one import, all files of it in one transaction.
--
-- p_rows: [{"file": 0, "line": 2, "kind": "tournament", ..}]; file is the place in p_files,
-- [{"name", "hash", "kind", "encoding", "refused"}], line the row people see. Kinds: tournament,
-- level, payout, player, broadcast; docs/csv.md has their fields. A field that is absent stays.
-- p_source (manual over csv over rfid) decides field by field: hub.source_rank.
--
-- Every row is answered: inserted, updated, unchanged or refused, with why; then, without a
-- line, notes, and `stored` when it was. A preview, and an import with a refused row that may
-- not be partial, goes the same way and is rolled back: what it foretells is what would happen.
-- Imports wait for each other, so that two of the same file make one change.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_id     bigint;
  v_lines  jsonb := '[]';
  v_more   jsonb;
  v_store  boolean;
begin
  perform hub.act_as(p_actor, p_reason);
  if hub.source_rank(p_source) is null then
    raise exception 'unknown source "%"', left(p_source, 40) using errcode = 'UB422', hint = 'source is manual, csv or rfid.';
  end if;
  perform set_config('hub.now', case when p_now is null then '' else v_now::text end, true);
  perform pg_advisory_xact_lock(7461, 6);
  begin
    v_lines := hub.import_tournaments(hub.import_part(p_rows, '{tournament}'), p_source, v_now)
      || hub.import_broadcasts(hub.import_part(p_rows, '{broadcast}'), p_source, v_now);
    -- what belongs to a tournament finds it by code or by name, also one that this import brought
    v_more := hub.import_targets(hub.import_part(p_rows, '{level,payout,player}'));
    v_lines := v_lines || (v_more -> 'lost')
      || hub.import_lists(v_more -> 'found', p_files, p_source, v_now)
      || hub.import_players(v_more -> 'found', p_source, v_now)
      || hub.import_settle(p_rows, v_more -> 'found', v_now);

    v_store := not coalesce(p_preview, false) and (coalesce(p_partial, false)
      or not v_lines @? '$[*] ? (@.outcome == "refused")' and not p_files @? '$[*] ? (@.refused > 0)');
    if not v_store then
      raise exception 'only to know what would happen' using errcode = 'ZZ001', hint = 'Caught below.';
    end if;
    insert into hub.imports (at, actor, source, name, hash, kind, encoding, inserted, updated, unchanged, refused)
    select v_now, hub.actor(), p_source, f.doc ->> 'name', f.doc ->> 'hash', f.doc ->> 'kind', f.doc ->> 'encoding',
      count(*) filter (where l.outcome = 'inserted'), count(*) filter (where l.outcome = 'updated'),
      count(*) filter (where l.outcome = 'unchanged'),
      count(*) filter (where l.outcome = 'refused') + coalesce((f.doc ->> 'refused')::int, 0)
    from jsonb_array_elements(p_files) with ordinality as f (doc, n)
    left join jsonb_to_recordset(v_lines) as l (file int, outcome text) on l.file = f.n - 1
    group by f.doc, f.n
    order by f.n;
    select max(i.id) into v_id from hub.imports as i;
    perform hub.record_action('import_rows', 'import:' || v_id, null,
      (select jsonb_object_agg(c.outcome, c.count) from (
        select l.outcome, count(*) from jsonb_to_recordset(v_lines) as l (outcome text) group by l.outcome) as c), false,
      jsonb_build_object('files', p_files, 'source', p_source));
  exception when sqlstate 'ZZ001' then
    null;
  end;
  return query
  select l.file, l.line, l.outcome, l.subject, l.why
  from jsonb_to_recordset(v_lines) as l (file int, line int, outcome text, subject text, why text)
  order by l.file nulls last, l.line;
  if v_store then
    return query select null::int, null::int, 'stored', 'import:' || v_id, null::text;
  end if;
end
$$;

comment on function hub.import_rows is 'Import tournaments and players: select * from hub.import_rows(''[{"file": 0, "line": 2, "kind": "tournament", "code": "E1", "name": "Main Event"}]'', ''[]'', ''csv'', ''ann'', ''level end'');';
