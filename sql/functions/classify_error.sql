create or replace function hub.classify_error(p_message text) returns text
language sql stable security definer set search_path = ''
as $$
  -- Whether trying again can help, from what the worker said: hub.error_patterns,
  -- substrings without regard to case, permanent wins; unknown when none is found.
  select coalesce(min(p.error_class), 'unknown')  -- 'permanent' sorts before 'retryable'
  from hub.error_patterns as p
  where strpos(lower(p_message collate "C"), p.pattern) > 0
$$;

comment on function hub.classify_error is 'Class of an error message: select hub.classify_error(''Nexrender 503'');  -- retryable';
