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
  c_defaults constant jsonb := '{"event_type": "HOLDEM", "buy_in": 0, "prize_pool": 0, "total_entries": 0, "remaining_players": 0,
    "current_level": 1, "places_paid": 0, "start_date": null, "end_date": null, "source": "csv",
    "blinds_json": [], "current_blinds_json": null, "payouts_json": [], "standings_json": []}';
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
          and (v_whole or k.value is distinct from c_defaults -> k.key)
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
  if length(new.event_code) > 50 or length(new.name) > 200 then
    raise exception 'event_code may have 50 and name 200 characters' using errcode = 'UB422', hint = 'Shorten it.';
  end if;
  new.event_type := upper(regexp_replace(btrim(coalesce(new.event_type, 'HOLDEM')), '^.*\.', '') collate "C");
  if new.event_type not in ('HOLDEM', 'PLO', 'PLO8', 'RAZZ', 'STUD', 'HORSE', 'MIXED') then
    raise exception 'unknown event_type "%"', left(new.event_type, 40)
      using errcode = 'UB422', hint = 'event_type is HOLDEM, PLO, PLO8, RAZZ, STUD, HORSE or MIXED.';
  end if;
  new.source := lower(regexp_replace(btrim(coalesce(new.source, 'csv')), '^.*\.', '') collate "C");
  if new.source not in ('rfid', 'csv', 'manual') then
    raise exception 'unknown source "%"', left(new.source, 40)
      using errcode = 'UB422', hint = 'source is rfid, csv or manual.';
  end if;
  new.buy_in := coalesce(new.buy_in, 0);
  new.prize_pool := coalesce(new.prize_pool, 0);
  new.total_entries := coalesce(new.total_entries, 0);
  new.remaining_players := coalesce(new.remaining_players, 0);
  new.current_level := coalesce(new.current_level, 1);
  new.places_paid := coalesce(new.places_paid, 0);
  if least(new.buy_in, new.prize_pool, new.total_entries, new.remaining_players, new.current_level, new.places_paid) < 0 then
    raise exception 'money, counts and levels of a tournament cannot be negative'
      using errcode = 'UB422', hint = 'Send 0 when unknown.';
  end if;
  new.blinds_json := hub.normal_objects(new.blinds_json, '{level,small_blind,big_blind,ante,duration_minutes}', 'blinds_json');
  new.payouts_json := hub.normal_objects(new.payouts_json, '{position,position_end,amount}', 'payouts_json');
  new.standings_json := hub.normal_objects(new.standings_json, '{rank,chips,seat}', 'standings_json');
  if jsonb_typeof(new.current_blinds_json) = 'null' then
    new.current_blinds_json := null;
  elsif new.current_blinds_json is not null then
    new.current_blinds_json := hub.normal_objects(
      jsonb_build_array(hub.opened_json(new.current_blinds_json)), '{level,small_blind,big_blind,ante,duration_minutes}', 'current_blinds_json') -> 0;
  end if;

  perform hub.check_times('created_at, start_date or end_date', new.created_at, new.start_date, new.end_date);
  new.updated_at := v_now;
  if tg_op = 'UPDATE' and to_jsonb(new) - 'updated_at' = to_jsonb(old) - 'updated_at' then
    new.updated_at := old.updated_at;  -- written again, not changed
  end if;
  if tg_op = 'INSERT' then
    new.created_at := coalesce(new.created_at, v_now);
    new.recorded_at := v_now;
    perform set_config('hub.proposed_tournament', to_jsonb(new)::text, true);
  end if;
  return new;
end
$$;

comment on function hub.tg_tournaments__normalise is 'Trigger _100_normalise on tournaments: one spelling, hub times, and every field of an upsert.';
