create or replace function hub.told_blinds(p_blinds jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  -- Blinds as a graphic says them: the ante is that of each player or, where there is none, that of the big blind.
  select case when coalesce((p_blinds ->> 'ante')::numeric, 0) = 0 and (p_blinds ->> 'bb_ante')::numeric > 0
    then p_blinds || jsonb_build_object('ante', p_blinds -> 'bb_ante') else p_blinds end
$$;

comment on function hub.told_blinds is 'The ante of either kind: select hub.told_blinds(''{"big_blind": 600, "ante": 0, "bb_ante": 600}'');';
