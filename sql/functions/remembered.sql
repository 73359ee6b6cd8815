create or replace function hub.remembered(p_detector text) returns jsonb
language sql stable set search_path = ''
as $$
  -- What tick() remembers of a detector; null at the beginning.
  select d.state from hub.detector_state as d where d.detector = p_detector and d.subject = 'global'
$$;

comment on function hub.remembered is 'What tick() remembers of a detector: select jsonb_pretty(hub.remembered(''error_surge''));';
