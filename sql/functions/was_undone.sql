create or replace function hub.was_undone(p_kind text, p_subject text, p_since timestamptz) returns boolean
language sql stable set search_path = '' set enable_seqscan = off
as $$
  -- Whether somebody took a remedy of this kind back on this subject since p_since. What a
  -- person took back the hub does not do again: the alert that led to it is still open.
  select exists (
    select from hub.actions as a
    join hub.actions as u on u.undo_of = a.id
    where a.subject = p_subject and a.actor = 'hub:' || p_kind and u.at >= p_since)
$$;

comment on function hub.was_undone is 'Used by remedies: select hub.was_undone(''stale_pending'', ''instruction:45'', now() - interval ''1 day'');';
