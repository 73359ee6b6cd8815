create or replace function hub.tg_hands__identify() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
-- Before a plain hand (no session) is stored whose number was seen at its table before:
-- which hand is it?
--
-- A number that is used again long after its last use is a new run of numbers (the
-- capturing software was restarted), so `run` grows and the hand is kept. Long after means
-- by the hub's clock or by the producer's own: a queue that was kept while the network was
-- away brings in one minute what was played in hours. The same number made at the very same
-- instant is the same hand, however late it is sent again. Within the
-- window it stays the same run, and the unique index answers 23505, which producers
-- know. If the hand is here already by ingest, the plain row is stored as its
-- duplicate and fires no rule. Two transactions that bring both forms at the same
-- moment do not see each other; hub.pair_hands mends that at the next tick, because
-- making one wait for the other would make a producer wait.
declare
  v_window interval := hub.setting_interval('hand.same_window');
  v_twin   bigint;
  v_run    integer;
begin
  v_twin := hub.ingested_twin(new);
  if v_twin is not null then
    new.duplicate_of := v_twin;
    new.run := 1;
    return new;
  end if;

  select h.run into v_run
  from public.hands as h
  where h.table_id = new.table_id and h.hand_number = new.hand_number
    and h.session_id is null and h.duplicate_of is null
    and (h.created_at = new.created_at
      or h.voided_at is null  -- a hand that was voided is dealt again under its number
        and h.recorded_at > new.recorded_at - v_window
        and h.created_at between new.created_at - v_window and new.created_at + v_window)
  order by h.run desc
  limit 1;
  if v_run is null then
    select coalesce(max(h.run), 0) + 1 into v_run
    from public.hands as h
    where h.table_id = new.table_id and h.hand_number = new.hand_number
      and h.session_id is null and h.duplicate_of is null;
  end if;
  new.run := v_run;
  return new;
end
$$;

comment on function hub.tg_hands__identify is 'Trigger _200_identify on hands: run numbers, and plain rows that repeat an ingested hand.';
