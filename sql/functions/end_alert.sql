create or replace function hub.end_alert(p_event public.monitoring_events, p_clear text, p_now timestamptz) returns text
language plpgsql volatile set search_path = ''
as $$
-- An open alert whose condition is not true any more: what became of it, or null while it
-- is only watched. p_clear: true when the detector's own test for the end has held,
-- inconclusive when nobody can tell, grouped when an alert of many like it tells it, null when the condition is merely gone: then it has to
-- stay gone for a while. What never fired goes without a word; what is unstable is held.
declare
  v_hold interval := case when p_event.flapping then hub.setting_interval('flapping.quiet') else hub.setting_interval('alert.recover_for') end;
  v_note text := case
    when p_event.state = 'pending' then 'ended before it fired'
    when p_clear = 'grouped' then 'told by the alert of all that are like it'
    when p_clear = 'inconclusive' then 'inconclusive: no traffic that would prove the end'
    when p_clear = 'true' and not p_event.flapping then 'the test for its end has held'
    when p_event.state = 'recovering' and p_event.recovering_at <= p_now - v_hold then format('gone for %s s', extract(epoch from v_hold)::int)
  end;
begin
  if v_note is not null then
    perform set_config('hub.reason', v_note, true);
    update public.monitoring_events as e
    set state = 'resolved', resolved_at = p_now, resolved_by = 'hub:' || e.kind, resolution_notes = v_note, recovering_at = null, suppressed_by = null
    where e.id = p_event.id and e.state = p_event.state;
    return case when p_event.state = 'pending' then 'never fired' else 'resolved' end;
  end if;
  if p_event.state = 'recovering' then
    return null;
  end if;
  perform set_config('hub.reason', 'the condition is gone', true);
  update public.monitoring_events as e set state = 'recovering', recovering_at = p_now where e.id = p_event.id and e.state = p_event.state;
  return 'recovering';
end
$$;

comment on function hub.end_alert is 'Used by judge_findings: an open alert whose condition is gone.';
