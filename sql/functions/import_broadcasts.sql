create or replace function hub.import_broadcasts(p_rows jsonb, p_source text, p_now timestamptz) returns jsonb
language sql volatile set search_path = ''
as $$
  -- The broadcast schedule of an import: a slot is a day, a start and a channel.
  with plan as materialized (
    select r as doc, g.*, coalesce(g.channel, '') as slot_channel, b.id as old_id,
      hub.source_rank(b.source) > hub.source_rank(p_source) as is_held,
      (b.title, b.ends_at, b.is_live, b.event_code) is not distinct from (g.title, g.ends_at, coalesce(g.is_live, false), g.code) as is_same
    from jsonb_array_elements(p_rows) as r
    cross join lateral jsonb_to_record(r) as g (on_date date, starts_at time, ends_at time, title text, channel text, code text, is_live boolean)
    left join hub.broadcasts as b on b.on_date = g.on_date and b.starts_at = g.starts_at and b.channel = coalesce(g.channel, '')
  ),
  stored as (
    insert into hub.broadcasts as b (on_date, starts_at, ends_at, title, channel, event_code, is_live, source, updated_at)
    select n.on_date, n.starts_at, n.ends_at, n.title, n.slot_channel, n.code, coalesce(n.is_live, false), p_source, p_now
    from plan as n
    where n.is_held is not true
    on conflict (on_date, starts_at, channel) do update
    set title = excluded.title, ends_at = excluded.ends_at, event_code = excluded.event_code, is_live = excluded.is_live,
      source = excluded.source, updated_at = p_now
    where (b.title, b.ends_at, b.is_live, b.event_code, b.source) is distinct from
      (excluded.title, excluded.ends_at, excluded.is_live, excluded.event_code, excluded.source)
  )
  select coalesce(jsonb_agg(hub.imported_line(n.doc,
    case when n.old_id is null then 'inserted' when n.is_held or n.is_same then 'unchanged' else 'updated' end,
    concat_ws(' ', 'broadcast:' || n.on_date, n.starts_at, n.slot_channel),
    case when n.is_held and not n.is_same then 'it stays as manual says' end)), '[]')
  from plan as n
$$;

comment on function hub.import_broadcasts is 'Used by import_rows: stores its broadcast schedule and answers the lines.';
