create or replace function hub.event_document(p_hand public.hands, p_event text, p_more jsonb default '{}') returns jsonb
language sql stable set search_path = ''
as $$
  -- What a rule sees of an event of a hand; docs/rules.md describes it.
  select jsonb_build_object(
    'event', p_event,
    'hand', jsonb_build_object(
      'id', p_hand.id, 'table_id', p_hand.table_id, 'number', p_hand.hand_number, 'run', p_hand.run,
      'session_id', p_hand.session_id::text, 'source', p_hand.source, 'origin', p_hand.origin,
      'rank', p_hand.hand_rank, 'rank_name', initcap(replace(p_hand.hand_rank, '_', ' ')), 'premium', p_hand.is_premium,
      'pot', p_hand.pot_size, 'winner', p_hand.winner, 'board', p_hand.community_cards_json,
      'duration', p_hand.duration_seconds, 'started_at', p_hand.started_at, 'flags', to_jsonb(p_hand.quality_flags),
      'day', to_char(coalesce(p_hand.started_at, p_hand.recorded_at) at time zone hub.setting_text('time_zone'), 'YYYY-MM-DD')),
    'blinds', p_hand.blinds_json,
    'players', p_hand.players_json,
    'winner', coalesce(
      (select p from jsonb_array_elements(p_hand.players_json) as p where p ->> 'name' = p_hand.winner limit 1),
      case when p_hand.winner is not null then jsonb_build_object('name', p_hand.winner) end),
    'winners', (
      select coalesce(jsonb_agg(p order by (p ->> 'won')::numeric desc), '[]')
      from jsonb_array_elements(p_hand.players_json) as p where (p ->> 'won')::numeric > 0)
  ) || p_more
$$;

comment on function hub.event_document is 'What rules see of a hand: select hub.event_document(h, ''premium_hand'') from hands as h where id = 12;';
