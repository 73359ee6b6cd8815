create or replace function hub.feature_table_chips(p_now timestamptz)
returns table (name_key text, chips bigint, table_id text, hand_number int)
language sql stable set search_path = ''
as $$
  -- Who sits at a feature table and how many chips he had after the last hand that is not
  -- older than import.gfx_fresh. Of two hands with one name the newer counts.
  with recent as (
    select distinct on (h.table_id) h.table_id, h.hand_number, h.players_json, h.recorded_at
    from public.hands as h
    where h.recorded_at > p_now - hub.setting_interval('import.gfx_fresh') and h.source = 'rfid'
      and h.voided_at is null and h.duplicate_of is null
    order by h.table_id, h.recorded_at desc, h.id desc
  )
  select distinct on (hub.player_key(p ->> 'name')) hub.player_key(p ->> 'name'), (p ->> 'end_stack')::bigint, r.table_id, r.hand_number
  from recent as r
  cross join lateral jsonb_array_elements(r.players_json) as p
  where p ->> 'end_stack' is not null and btrim(p ->> 'name') <> ''
  order by hub.player_key(p ->> 'name'), r.recorded_at desc
$$;

comment on function hub.feature_table_chips is 'Chips at the feature tables as PokerGFX says: select * from hub.feature_table_chips(now());';
