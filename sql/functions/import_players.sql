create or replace function hub.import_players(p_rows jsonb, p_source text, p_now timestamptz) returns jsonb
language sql volatile set search_path = ''
as $$
  -- The chip counts of an import, in one pass. Who is not in the file keeps his chips: a file may
  -- hold one table. Chips of a player whose last hand at a feature table is fresh are PokerGFX's,
  -- unless the import is manual or its row says another table. A higher source holds its fields.
  with given as materialized (
    select r as doc, g.*, hub.player_key(g.name) as name_key
    from jsonb_array_elements(p_rows) as r
    cross join lateral jsonb_to_record(r) as g (tournament_id bigint, event_code text, name text, nationality text, chips bigint,
      table_number text, seat int, rank int, is_eliminated boolean)
    where r ->> 'kind' = 'player'
  ),
  live as materialized (select * from hub.feature_table_chips(p_now) where p_source <> 'manual' and exists (select from given)),
  plan as materialized (
    select g.doc, g.tournament_id, g.event_code, g.name, g.name_key, l.table_id, l.hand_number,
      p.id is null as is_new, p.sources as old_sources, p.chips as old_chips,
      h.chips_held,
      case when h.nation_held then p.nationality else coalesce(g.nationality, p.nationality) end as nationality,
      case when h.seat_held then p.seat else coalesce(g.seat, p.seat) end as seat,
      case when h.seat_held then p.table_number else coalesce(g.table_number, p.table_number) end as table_number,
      case when h.chips_held then p.rank else coalesce(g.rank, p.rank) end as rank,
      case when h.chips_held then p.is_eliminated else coalesce(g.is_eliminated, false) end as is_eliminated,
      case when h.chips_held then p.chips when l.chips is not null then l.chips else g.chips end as chips,
      case when h.chips_held then '{}' else jsonb_build_object('chips', case when l.chips is null then p_source else 'rfid' end) end
        || case when h.nation_held or g.nationality is null then '{}' else jsonb_build_object('nationality', p_source) end
        || case when h.seat_held or g.table_number is null then '{}' else jsonb_build_object('seat', p_source) end as sources,
      p as old
    from given as g
    left join hub.tournament_players as p on p.tournament_id = g.tournament_id and p.name_key = g.name_key
    left join live as l on l.name_key = g.name_key and (g.table_number is null or l.table_id = g.table_number or l.table_id ~ ('(^|[^0-9])0*' || g.table_number || '$'))
    cross join lateral (select
      coalesce(hub.source_rank(p.sources ->> 'chips') > hub.source_rank(p_source) and p.sources ->> 'chips' <> 'rfid', false) as chips_held,
      coalesce(hub.source_rank(p.sources ->> 'nationality') > hub.source_rank(p_source), false) as nation_held,
      coalesce(hub.source_rank(p.sources ->> 'seat') > hub.source_rank(p_source), false) as seat_held) as h
  ),
  stored as (
    insert into hub.tournament_players as p
      (tournament_id, name, name_key, nationality, chips, table_number, seat, rank, is_eliminated, sources, updated_at)
    select n.tournament_id, n.name, n.name_key, n.nationality, n.chips, n.table_number, n.seat, n.rank, n.is_eliminated, n.sources, p_now
    from plan as n
    order by n.tournament_id, n.name_key
    on conflict (tournament_id, name_key) do update
    set name = excluded.name, nationality = excluded.nationality, chips = excluded.chips, table_number = excluded.table_number,
      seat = excluded.seat, rank = excluded.rank, is_eliminated = excluded.is_eliminated, sources = p.sources || excluded.sources, updated_at = p_now
    where (p.name, p.nationality, p.chips, p.table_number, p.seat, p.rank, p.is_eliminated) is distinct from
      (excluded.name, excluded.nationality, excluded.chips, excluded.table_number, excluded.seat, excluded.rank, excluded.is_eliminated)
      or not p.sources @> excluded.sources
  )
  select coalesce(jsonb_agg(hub.imported_line(n.doc,
    case when n.is_new then 'inserted'
      when ((n.old).name, (n.old).nationality, (n.old).chips, (n.old).table_number, (n.old).seat, (n.old).rank, (n.old).is_eliminated) is distinct from
        (n.name, n.nationality, n.chips, n.table_number, n.seat, n.rank, n.is_eliminated) then 'updated'
      else 'unchanged' end,
    'player:' || n.event_code || ':' || n.name,
    case when n.chips_held and n.chips <> (n.doc ->> 'chips')::bigint then format('chips stay %s as %s says', n.chips, n.old_sources ->> 'chips')
      when not n.chips_held and n.chips <> (n.doc ->> 'chips')::bigint then format('chips are %s as PokerGFX says (%s, hand %s)', n.chips, n.table_id, n.hand_number) end)), '[]')
  from plan as n
$$;

comment on function hub.import_players is 'Used by import_rows: stores its chip counts and answers their lines.';
