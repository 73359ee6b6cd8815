create or replace function hub.what_moved(p_subject text, p_columns text[], p_since timestamptz) returns text
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- Who last changed one of these columns (null = anything), and why, as the journal has it.
  -- The hour is for one whose transaction began before the action and wrote after it: his
  -- line carries the earlier time, but the later id.
  select format('%s by "%s" at %s, %s', e.kind, e.actor, to_char(e.at at time zone hub.setting_text('time_zone'), 'HH24:MI:SS ') || hub.told_zone(e.at),
    'reason: ' || coalesce(e.reason, 'none given'))
  from hub.events as e
  where e.subject = p_subject and e.at >= p_since - interval '1 hour' and (p_columns is null or e.doc ?| p_columns)
  order by e.id desc
  limit 1
$$;

comment on function hub.what_moved is 'Used by undo_action: select hub.what_moved(''instruction:45'', ''{status}'', now() - interval ''1 hour'');';
