create or replace function hub.remember(p_detector text, p_state jsonb) returns void
language sql volatile set search_path = ''
as $$
  -- Keep a detector's state for the next tick().
  insert into hub.detector_state as d (detector, subject, state, updated_at) values (p_detector, 'global', p_state, hub.clock())
  on conflict (detector, subject) do update set state = excluded.state, updated_at = excluded.updated_at
  where d.state <> excluded.state
$$;

comment on function hub.remember is 'Used by tick: select hub.remember(''stall'', ''{}'');';
