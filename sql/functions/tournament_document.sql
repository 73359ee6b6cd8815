create or replace function hub.tournament_document(p_row public.tournaments, p_event text) returns jsonb
language sql stable set search_path = ''
as $$
  -- What a rule sees of an event of a tournament; docs/rules.md describes it.
  select jsonb_build_object(
    'event', p_event,
    'tournament', to_jsonb(p_row) - '{blinds_json,current_blinds_json,payouts_json,standings_json,recorded_at}'::text[],
    'blinds', coalesce(p_row.current_blinds_json, '{}'),
    'levels', p_row.blinds_json, 'payouts', p_row.payouts_json, 'standings', p_row.standings_json)
$$;

comment on function hub.tournament_document is 'What rules see of a tournament: select hub.tournament_document(t, ''itm_reached'') from tournaments as t;';
