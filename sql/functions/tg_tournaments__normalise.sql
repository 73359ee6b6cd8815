create or replace function hub.tg_tournaments__normalise() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Before a tournament is stored: one spelling, true numbers, hub times; and the
-- siblings' upsert made whole.
--
-- Their `on conflict (event_code) do update` names six columns, so later changes of
-- buy-in, prize pool, payouts, blinds and dates were dropped. The row an upsert
-- proposes passes here as an INSERT first and is kept aside for this transaction;
-- the UPDATE that follows for the same event_code takes from it every column that
-- the statement did not set. A plain UPDATE finds nothing kept aside: the statement
-- trigger _100_forget clears it first. An upsert that named fewer columns (its
-- created_at is the transaction's time, the default) never overwrites with defaults.
declare
  v_kept  jsonb;
  v_whole boolean;
  v_now   timestamptz := hub.clock();
begin
  if tg_op = 'UPDATE' then
    v_kept := nullif(current_setting('hub.proposed_tournament', true), '')::jsonb;
    if v_kept ->> 'event_code' = old.event_code then
      v_whole := (v_kept ->> 'created_at')::timestamptz <> now();
      new := jsonb_populate_record(new, (
        select coalesce(jsonb_object_agg(k.key, k.value), '{}')
        from jsonb_each(v_kept - '{id,event_code,created_at,updated_at,recorded_at}'::text[]) as k
        where to_jsonb(new) -> k.key is not distinct from to_jsonb(old) -> k.key
          and (v_whole or k.value not in ('0', '[]', 'null', '1', '"HOLDEM"', '"csv"'))
      ));
    end if;
    perform set_config('hub.proposed_tournament', '', true);
    new.recorded_at := old.recorded_at;
    new.created_at := old.created_at;
    new.id := old.id;
  end if;

  new.event_code := btrim(new.event_code);
  new.name := btrim(new.name);
  if coalesce(new.event_code, '') = '' or coalesce(new.name, '') = '' then
    raise exception 'a tournament needs an event_code and a name'
      using errcode = 'UB422', hint = 'Send both; event_code is what an upsert goes by.';
  end if;
  new.event_type := upper(btrim(coalesce(new.event_type, 'HOLDEM')));
  new.source := lower(btrim(coalesce(new.source, 'csv')));
  new.buy_in := coalesce(new.buy_in, 0);
  new.prize_pool := coalesce(new.prize_pool, 0);
  new.total_entries := coalesce(new.total_entries, 0);
  new.remaining_players := coalesce(new.remaining_players, 0);
  new.current_level := coalesce(new.current_level, 1);
  new.places_paid := coalesce(new.places_paid, 0);
  new.blinds_json := hub.normal_objects(new.blinds_json, '{level,small_blind,big_blind,ante,duration_minutes}', 'blinds_json');
  new.payouts_json := hub.normal_objects(new.payouts_json, '{position,position_end,amount}', 'payouts_json');
  new.standings_json := hub.normal_objects(new.standings_json, '{rank,chips,seat}', 'standings_json');
  if jsonb_typeof(new.current_blinds_json) = 'null' then
    new.current_blinds_json := null;
  elsif new.current_blinds_json is not null then
    new.current_blinds_json := hub.normal_objects(
      jsonb_build_array(hub.opened_json(new.current_blinds_json)), '{level,small_blind,big_blind,ante,duration_minutes}', 'current_blinds_json') -> 0;
  end if;

  new.updated_at := v_now;
  if tg_op = 'INSERT' then
    new.created_at := coalesce(new.created_at, v_now);
    new.recorded_at := v_now;
    perform set_config('hub.proposed_tournament', to_jsonb(new)::text, true);
  end if;
  return new;
end
$$;

comment on function hub.tg_tournaments__normalise is 'Trigger _100_normalise on tournaments: one spelling, hub times, and every field of an upsert.';
