create or replace function hub.follow_events(
  p_cursor text default null, p_until text default null, p_limit int default 500, p_columns jsonb default '{}'
) returns table (id bigint, at timestamptz, kind text, cursor text, message text)
language plpgsql volatile security definer set search_path = ''
  set enable_seqscan = off set enable_bitmapscan = off
as $$
-- Read the journal on for the live stream: as hub.read_events, with the same cursors, each
-- event trimmed to the columns that p_columns names ({"instruction": ["id", "status", ..]},
-- by noun of the kind; nothing of the others) and written as the JSON that viewers get.
-- Long texts are cut: the row itself has them whole.
--
-- A call that reaches the end of what it reads answers, last, one row of kind
-- journal.cursor without id: the cursor after everything, also when nothing came, so that
-- a follower's cursor does not grow old. p_until, such a cursor, ends the reading there:
-- whoever lags behind another reader arrives exactly where that one is, then goes on with it.
-- p_until has to be younger than p_cursor.
#variable_conflict use_column
declare
  c_longest constant int := 500;
  v_parts text[] := string_to_array(p_cursor, '/');
  v_from  pg_snapshot;
  v_to    pg_snapshot;
  v_count bigint;
begin
  perform from hub.read_events(p_cursor, 1);  -- refuses a cursor that is none, or gone
  if p_until is not null then
    perform from hub.read_events(p_until, 1);
  end if;
  if p_limit is null or p_limit not between 1 and 10000 then
    raise exception 'limit % is out of range', coalesce(p_limit::text, 'null')
      using errcode = 'UB422', hint = 'Read 1 to 10000 events at a time.';
  end if;
  if p_cursor is null then
    return query select null::bigint, clock_timestamp(), 'journal.cursor', r.cursor, null::text from hub.read_events() as r;
    return;
  end if;

  v_from := v_parts[2]::pg_snapshot;
  v_to := coalesce(nullif(v_parts[3], ''), nullif(split_part(p_until, '/', 2), ''))::pg_snapshot;
  v_to := coalesce(v_to, hub.journal_snapshot());
  return query
  select p.id, p.at, p.kind, p.cursor, json_build_object(
    'id', p.id, 'at', p.at, 'kind', p.kind, 'op', e.op, 'subject', p.subject, 'cause', p.cause,
    'actor', p.actor, 'reason', left(e.reason, c_longest), 'patch', d.patch)::text
  from hub.journal_page(v_from, v_to, v_parts[4]::bigint, p_limit, v_parts[1]) as p
  cross join lateral (select n.op, n.reason from hub.events as n where n.id = p.id and n.at = p.at limit 1) as e
  cross join lateral (
    select coalesce(jsonb_object_agg(c.key, case
      when jsonb_typeof(c.value) = 'string' and length(c.value #>> '{}') > c_longest then to_jsonb(left(c.value #>> '{}', c_longest))
      else c.value end), '{}') as patch
    from jsonb_each(p.doc) as c
    where p_columns -> split_part(p.kind, '.', 1) ? c.key
  ) as d
  order by p.id;
  get diagnostics v_count = row_count;
  if v_count < p_limit then
    return query select null::bigint, clock_timestamp(), 'journal.cursor', concat_ws('/', v_parts[1], v_to, '', '0'), null::text;
  end if;
end
$$;

comment on function hub.follow_events is 'The journal for the live stream: select kind, message from hub.follow_events(:cursor, null, 50, ''{"instruction": ["id", "status"]}'');';
