create or replace function hub.import_tournaments(p_rows jsonb, p_source text, p_now timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
-- The tournaments of an import: every field that a row gives, unless a higher source holds it.
-- Without a code a tournament goes by its name; a new one then has its name for a code.
-- A field nobody wrote down a source for counts as the row's own source, if it is no default.
declare
  c_facts  constant text[] := '{rake,starting_chips,avg_stack,status}';
  v_lines  jsonb[] := '{}';
  v_row    jsonb;
  v_old    public.tournaments;
  v_new    public.tournaments;
  v_facts  hub.tournament_facts;
  v_given  jsonb;
  v_held   jsonb;
  v_found  int;
  v_same   boolean;
  v_code   text;
begin
  for v_row in select r from jsonb_array_elements(p_rows) as r loop
    select count(*), min(t.event_code) into v_found, v_code
    from public.tournaments as t
    where case when v_row ? 'code' then t.event_code = v_row ->> 'code' else lower(t.name) = lower(v_row ->> 'name') end;
    if v_found > 1 then
      v_lines := v_lines || hub.imported_line(v_row, 'refused', 'tournament:' || (v_row ->> 'name'),
        format('%s tournaments have this name: say which one by its number', v_found));
      continue;
    end if;
    v_given := v_row - '{file,line,kind,code}'::text[];
    if v_found = 0 then
      v_code := coalesce(v_row ->> 'code', v_row ->> 'name');
      if v_given ->> 'name' is null or length(v_code) > 50 then
        v_lines := v_lines || hub.imported_line(v_row, 'refused', 'tournament:' || left(v_code, 50),
          'the hub does not know it: a new tournament needs a name, and a number if its name has more than 50 characters');
        continue;
      end if;
      v_new := jsonb_populate_record(null::public.tournaments, '{"event_type": "HOLDEM", "blinds_json": [], "payouts_json": [], "standings_json": []}'
        || v_given || jsonb_build_object('event_code', v_code, 'source', p_source));
      insert into public.tournaments (event_code, source, name, event_type, buy_in, prize_pool, total_entries, remaining_players,
        current_level, places_paid, start_date, end_date, created_at)
      values (v_new.event_code, v_new.source, v_new.name, v_new.event_type, v_new.buy_in, v_new.prize_pool, v_new.total_entries,
        v_new.remaining_players, v_new.current_level, v_new.places_paid, v_new.start_date, v_new.end_date, p_now)
      on conflict (event_code) do nothing;
    end if;

    -- one that a sibling inserted at this moment is updated like any other
    select * into strict v_old from public.tournaments as t where t.event_code = v_code for no key update;
    select * into v_facts from hub.tournament_facts as f where f.tournament_id = v_old.id;
    v_held := hub.held_fields(v_given, to_jsonb(v_old) || coalesce(v_facts.facts, '{}'), v_facts.sources, v_old.source, p_source);
    v_given := v_given - array(select jsonb_object_keys(v_held));
    v_new := jsonb_populate_record(v_old, v_given);
    v_same := v_new = v_old and coalesce(v_facts.facts, '{}') @> (
      select coalesce(jsonb_object_agg(g.key, g.value), '{}') from jsonb_each(v_given) as g where g.key = any (c_facts));
    if v_new is distinct from v_old then
      update public.tournaments as t
      set name = v_new.name, event_type = v_new.event_type, buy_in = v_new.buy_in, prize_pool = v_new.prize_pool,
        total_entries = v_new.total_entries, remaining_players = v_new.remaining_players, current_level = v_new.current_level,
        places_paid = v_new.places_paid, start_date = v_new.start_date, end_date = v_new.end_date
      where t.id = v_old.id;
    end if;
    perform hub.keep_facts(v_old.id,
      (select jsonb_object_agg(g.key, g.value) from jsonb_each(v_given) as g where g.key = any (c_facts)),
      (select jsonb_object_agg(g.key, p_source) from jsonb_object_keys(v_given) as g (key)), p_now);
    v_lines := v_lines || hub.imported_line(v_row,
      case when v_found = 0 then 'inserted' when v_same then 'unchanged' else 'updated' end, 'tournament:' || v_code,
      (select string_agg(format('%s stays %s as %s says', h.key, h.value ->> 'value', h.value ->> 'source'), '; ' order by h.key) from jsonb_each(v_held) as h));
  end loop;
  return to_jsonb(v_lines);
end
$$;

comment on function hub.import_tournaments is 'Used by import_rows: stores its tournaments and answers their lines.';
