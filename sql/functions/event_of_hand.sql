create or replace function hub.event_of_hand(p_hand bigint, p_at timestamptz) returns bigint
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- The latest journal entry of a hand in this very transaction and at this time of the
  -- hub's clock (which names the partition); null when the hand is not of this transaction.
  select e.id
  from hub.events as e
  where e.xid = pg_current_xact_id_if_assigned() and e.at = p_at and e.subject = 'hand:' || p_hand
  order by e.id desc
  limit 1
$$;

comment on function hub.event_of_hand is 'Used by tg__journal_insert: what caused an instruction that a hand''s insert made.';
