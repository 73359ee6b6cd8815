create or replace function hub.tournament_document(p_row public.tournaments, p_event text) returns jsonb
language sql stable set search_path = ''
as $$
  -- What a rule sees of an event of a tournament; docs/rules.md describes it. A structure that
  -- has the ante of the big blind instead of one for each player (bb_ante) says it as the ante.
  -- The level before is the one below in the structure, breaks left out.
  select jsonb_build_object(
    'event', p_event,
    'tournament', to_jsonb(p_row) - '{blinds_json,current_blinds_json,payouts_json,standings_json,recorded_at}'::text[],
    'blinds', hub.told_blinds(coalesce(p_row.current_blinds_json, '{}')),
    'levels', p_row.blinds_json, 'standings', p_row.standings_json,
    'payouts', coalesce((
      select jsonb_agg(t.p || jsonb_build_object('places', concat_ws('-', t.p ->> 'position', nullif(t.p ->> 'position_end', t.p ->> 'position'))) order by t.n)
      from jsonb_array_elements(p_row.payouts_json) with ordinality as t (p, n)), '[]'))
    || coalesce((
      select jsonb_build_object('previous', jsonb_build_object('blinds', hub.told_blinds(b)))
      from jsonb_array_elements(p_row.blinds_json) as b
      where (b ->> 'level')::numeric < p_row.current_level and (b ->> 'big_blind')::numeric > 0
      order by (b ->> 'level')::numeric desc
      limit 1), '{}')
$$;

comment on function hub.tournament_document is 'What rules see of a tournament: select hub.tournament_document(t, ''itm_reached'') from tournaments as t;';
