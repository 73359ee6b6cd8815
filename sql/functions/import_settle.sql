create or replace function hub.import_settle(p_rows jsonb, p_found jsonb, p_now timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
-- After the rows of an import: what follows from them in the shared rows of their tournaments.
-- The blinds in play are the level's entry of the structure; the standings are the leaders of
-- hub.tournament_players, ranked by chips. Answers notes: what a graphic will miss.
declare
  v_row   public.tournaments;
  v_notes jsonb[] := '{}';
  v_now   jsonb;
  v_lead  jsonb;
begin
  for v_row in
    select t.* from public.tournaments as t
    where t.id in (select (r ->> 'tournament_id')::bigint from jsonb_array_elements(p_found) as r)
      or t.event_code in (select r ->> 'code' from jsonb_array_elements(p_rows) as r where r ->> 'kind' = 'tournament')
      or lower(t.name) in (select lower(r ->> 'name') from jsonb_array_elements(p_rows) as r where r ->> 'kind' = 'tournament')
    order by t.id
    for no key update
  loop
    select e into v_now from jsonb_array_elements(v_row.blinds_json) as e
    where hub.list_place(e) = v_row.current_level limit 1;
    if v_now is null and v_row.blinds_json <> '[]' then
      v_notes := v_notes || jsonb_build_object('outcome', 'note', 'subject', 'tournament:' || v_row.event_code,
        'why', format('level %s is not in the blind structure: its graphics will lack the blinds', v_row.current_level));
    elsif v_row.blinds_json = '[]' and not coalesce(v_row.current_blinds_json ? 'big_blind', false) and exists (
      select from jsonb_array_elements(p_rows) as r
      where r ->> 'kind' = 'tournament' and r ? 'current_level' and coalesce(r ->> 'code' = v_row.event_code, lower(r ->> 'name') = lower(v_row.name))) then
      v_notes := v_notes || jsonb_build_object('outcome', 'note', 'subject', 'tournament:' || v_row.event_code,
        'why', format('it is at level %s and has no blind structure: a level that changes before that comes gives no graphic', v_row.current_level));
    end if;
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('rank', l.place, 'name', l.name, 'nationality', l.nationality,
      'chips', l.chips, 'table_id', l.table_number, 'seat', l.seat)) order by l.place, l.name) into v_lead
    from (
      select p.*, rank() over (order by p.chips desc) as place
      from hub.tournament_players as p
      where p.tournament_id = v_row.id and not p.is_eliminated
      order by p.chips desc, p.name
      limit hub.setting_number('import.standings')::int
    ) as l
    where exists (
      select from jsonb_array_elements(p_found) as r where r ->> 'kind' = 'player' and (r ->> 'tournament_id')::bigint = v_row.id);
    update public.tournaments as t
    set current_blinds_json = coalesce(v_now, case when v_row.blinds_json = '[]' then t.current_blinds_json end),
      standings_json = coalesce(v_lead, t.standings_json)
    where t.id = v_row.id
      and (t.current_blinds_json is distinct from coalesce(v_now, case when v_row.blinds_json = '[]' then t.current_blinds_json end)
        or t.standings_json <> coalesce(v_lead, t.standings_json));
  end loop;
  return to_jsonb(v_notes);
end
$$;

comment on function hub.import_settle is 'Used by import_rows: blinds in play and standings after it.';
