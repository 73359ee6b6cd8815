create or replace function hub.ingested_twin(p_hand public.hands) returns bigint
language sql stable security definer set search_path = ''
as $$
  -- The ingested hand that a plain row repeats: same table and number, close in time,
  -- with no player name that contradicts it. Close means: it arrived within the window
  -- of now, or was played within the window of when the producer says it made the row.
  -- (`coalesce .. <> 0`, not `is not null`: with statistics of an empty table the planner
  -- would walk the whole index of sessions for every insert.)
  select h.id
  from public.hands as h
  where h.table_id = p_hand.table_id and h.hand_number = p_hand.hand_number
    and coalesce(h.session_id, 0) <> 0 and h.voided_at is null and h.id is distinct from p_hand.id
    and (h.recorded_at between p_hand.recorded_at - hub.setting_interval('hand.same_window') and p_hand.recorded_at + hub.setting_interval('hand.same_window')
      or h.started_at + coalesce(h.duration_seconds, 0) * interval '1 second'
        between p_hand.created_at - hub.setting_interval('hand.same_window') and p_hand.created_at + hub.setting_interval('hand.same_window'))
    and hub.same_company(h.players_json, p_hand.players_json)
  order by h.recorded_at desc, h.id desc
  limit 1
$$;

comment on function hub.ingested_twin is 'The ingested hand that a plain row repeats: select hub.ingested_twin(h) from hands as h where id = 12;';
