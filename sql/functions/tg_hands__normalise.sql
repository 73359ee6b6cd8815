create or replace function hub.tg_hands__normalise() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Before a hand is stored: hub.normal_hand, and what the hub adds by itself. Hub times
-- come from the hub's clock; created_at and started_at stay the producer's.
--
-- A plain hand as a well-behaved producer sends it is normal already; one look tells, and
-- that look is what its insert pays. It may well say no to a hand that is normal, never
-- yes to one that hub.normal_hand would change. The same goes for the number: `run` 0
-- means that it was seen at this table before, and lets _200_identify find out which
-- hand this is.
begin
  if tg_op = 'UPDATE' or (
    new.table_id = btrim(new.table_id) and length(new.table_id) between 1 and 50 and new.source = 'rfid'
    and new.hand_number is not null and new.session_id is null and new.started_at is null and new.voided_at is null and new.void_reason is null
    and (new.hand_rank is null or hub.rank_order(new.hand_rank) is not null)
    and new.pot_size >= 0 and coalesce(new.duration_seconds, 0) >= 0
    and (new.winner is null or new.winner = btrim(new.winner) and length(new.winner) between 1 and 100)
    and new.run = 1 and new.quality_flags = '{}' and new.blinds_json = '{}'
    and new.created_at between '1900-01-01 00:00:00+00' and '3000-01-01 00:00:00+00'
    and hub.cards_are_normal(new.community_cards_json) and hub.players_are_plain(new.players_json)
    and hub.objects_are_plain(new.actions_json)) is not true
  then
    new := hub.normal_hand(new);
  end if;

  select
    coalesce(hub.rank_order(new.hand_rank) <= hub.rank_order((
      select s.value #>> '{}' from hub.settings as s where s.key = 'premium.min_rank')), false),
    case
      when tg_op = 'UPDATE' or new.session_id is not null or new.hand_number <= 0 then new.run
      when exists (select from public.hands as h where h.table_id = new.table_id and h.hand_number = new.hand_number) then 0
      else 1 end
  into new.is_premium, new.run;
  if new.hand_rank is not null and jsonb_array_length(new.community_cards_json) >= 3
     -- the ordinary case first: a named winner, nobody marked as paid, and cards that fit
     and (hub.cards_rank(hub.winners_cards(new.winner, new.players_json, new.community_cards_json)) is distinct from new.hand_rank)
     and not hub.rank_fits_cards(new.hand_rank, new.winner, new.players_json, new.community_cards_json)
  then
    if not 'rank_contradicts_cards' = any (new.quality_flags) then
      new.quality_flags := new.quality_flags || 'rank_contradicts_cards'::text;
    end if;
  elsif new.quality_flags <> '{}' then
    new.quality_flags := array_remove(new.quality_flags, 'rank_contradicts_cards');
  end if;

  new.updated_at := hub.clock();
  if tg_op = 'INSERT' then
    new.duplicate_of := null;  -- for the hub to find out
    new.recorded_at := new.updated_at;
    new.created_at := coalesce(new.created_at, new.updated_at);
  else
    new.recorded_at := old.recorded_at;
    new.created_at := coalesce(new.created_at, old.created_at);
    if to_jsonb(new) - 'updated_at' = to_jsonb(old) - 'updated_at' then
      new.updated_at := old.updated_at;  -- written again, not changed
    end if;
  end if;
  return new;
end
$$;

comment on function hub.tg_hands__normalise is 'Trigger _100_normalise on hands: one spelling, hub times, is_premium, contradictions flagged.';
