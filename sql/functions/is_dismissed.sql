create or replace function hub.is_dismissed(p_kind text, p_subject text, p_since timestamptz) returns boolean
language sql stable set search_path = ''
as $$
  -- Whether a person has resolved the alert of this cause since p_since. What lasts by itself
  -- (a file that was written, a job that failed) would otherwise be told again as soon as
  -- the watermark has passed, to somebody who has decided.
  select exists (
    select from public.monitoring_events as e
    where e.kind = p_kind and e.subject = p_subject and e.state = 'resolved' and e.resolved_at >= p_since
      and coalesce(e.resolved_by, '') not like 'hub:%')
$$;

comment on function hub.is_dismissed is 'Used by detectors: whether a person has resolved this since: select hub.is_dismissed(''poison_job'', ''instruction:45'', now() - interval ''1 hour'');';
