create or replace function hub.remedy_acts(p_kind text) returns boolean
language sql stable set search_path = ''
as $$
  -- Whether the remedy of a kind acts by itself (setting remedy.<kind>) and has not been
  -- stopped because acting does not help (alert remedy_paused).
  select hub.setting_text('remedy.' || p_kind) = 'act'
    and not exists (
      select from public.monitoring_events as e where e.kind = 'remedy_paused' and e.subject = 'remedy:' || p_kind and e.state <> 'resolved')
$$;

comment on function hub.remedy_acts is 'Whether a remedy acts by itself: select hub.remedy_acts(''stale_pending'');';
