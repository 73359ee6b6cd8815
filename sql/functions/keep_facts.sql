create or replace function hub.keep_facts(p_tournament bigint, p_facts jsonb, p_sources jsonb, p_now timestamptz) returns void
language sql volatile set search_path = ''
as $$
  -- Remember what the shared row of a tournament has no column for, and from whom its fields are.
  insert into hub.tournament_facts as f (tournament_id, facts, sources, updated_at)
  values (p_tournament, coalesce(p_facts, '{}'), coalesce(p_sources, '{}'), p_now)
  on conflict (tournament_id) do update
  set facts = f.facts || excluded.facts, sources = f.sources || excluded.sources, updated_at = p_now
  where not (f.facts @> excluded.facts and f.sources @> excluded.sources)
$$;

comment on function hub.keep_facts is 'Used by import_rows: keeps facts and sources of a tournament.';
