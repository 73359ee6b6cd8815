create or replace function hub.judge_findings(p_kind text, p_findings hub.finding[], p_now timestamptz default null)
returns table (subject text, action text)
language plpgsql volatile set search_path = '' set enable_seqscan = off
  set hub.verb = 'judge_findings' set hub.now = '' set hub.actor = '' set hub.reason = ''
as $$
-- Let the open alerts of one kind follow what its detector found: open new ones, keep what
-- lasts, end what is over. Each transition is journaled with the detector as its actor
-- and its reason; with the kind's remedy off nothing is suggested. The unique index on (kind, subject) of what is open makes two alerts of
-- one cause impossible, whoever else raises one at this moment.
declare
  v_now     timestamptz := hub.clock(p_now);
  v_pair    record;
  v_event   public.monitoring_events;
  v_finding hub.finding;
  v_off     boolean := coalesce((select s.value = '"off"' from hub.settings as s where s.key = 'remedy.' || p_kind), false);
begin
  perform set_config('hub.actor', 'hub:' || p_kind, true);
  for v_pair in
    select e as event, f as finding from public.monitoring_events as e
    left join unnest(p_findings) as f on f.subject = e.subject
    where e.kind = p_kind and e.state <> 'resolved' order by e.id
    for no key update of e skip locked  -- who acknowledges one in an open transaction holds up no tick
  loop
    v_event := v_pair.event;
    v_finding := v_pair.finding;
    subject := v_event.subject;
    if v_off then
      v_finding.suggested_action := null;
    end if;
    action := case when v_finding.clear = 'false'
      then hub.keep_alert(v_event, v_finding, v_now)
      else hub.end_alert(v_event, v_finding.clear, v_now) end;
    if action is not null then
      return next;
    end if;
  end loop;

  for v_finding in
    select f.* from unnest(p_findings) as f
    where f.clear = 'false' and not exists (
      select from public.monitoring_events as e where e.kind = p_kind and e.subject = f.subject and e.state <> 'resolved')
    order by f.since, f.subject
  loop
    subject := v_finding.subject;
    if v_off then
      v_finding.suggested_action := null;
    end if;
    action := hub.open_alert(v_finding, v_now);
    if action is not null then
      return next;
    end if;
  end loop;
end
$$;

comment on function hub.judge_findings is 'Used by tick: select * from hub.judge_findings(''stall'', array(select f from hub.detect_stall() as f));';
