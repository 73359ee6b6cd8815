create or replace function hub.remove_old(p_what text, p_now timestamptz default null) returns int
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set lock_timeout = '100ms'
  set hub.verb = 'remove_old' set hub.now = '' set hub.actor = 'hub:maintain' set hub.reason = 'retention'
as $$
-- Remove what is kept no longer of one thing, the oldest first, at most retention.batch
-- rows; answers how many. Rows that somebody holds are left for the next time.
--
-- Never removed: hands, instructions and outputs; hub.hand_sources, which is what was
-- captured, word for word, and cannot be had again; what people did (hub.actions), and the
-- hub's own acts that people took back; messages that still wait to be sent; alerts that are
-- open. Of worker sessions only those that never
-- asked for work go: hub.claim_instructions notes the lease it was asked for, so without one
-- nothing can point at the session. At the others point instructions, and those stay.
declare
  v_now   timestamptz := hub.clock(p_now);
  v_until timestamptz := hub.kept_since(case p_what when 'pace' then 'metrics' when 'stories' then 'notifications' else p_what end, v_now);
  v_batch int := coalesce((select (s.value #>> '{}')::int from hub.settings as s where s.key = 'retention.batch'), 1000);
  v_count int;
begin
  if v_until is null then
    return 0;
  end if;
  case p_what
    when 'idempotency_keys' then
      with old as materialized (
        select k.actor, k.key from hub.idempotency_keys as k where k.created_at < v_until order by k.created_at limit v_batch for update skip locked)
      delete from hub.idempotency_keys as k using old where k.actor = old.actor and k.key = old.key;
    when 'preview_tokens' then
      with old as materialized (
        select t.id_hash from hub.preview_tokens as t where t.expires_at < v_until order by t.expires_at limit v_batch for update skip locked)
      delete from hub.preview_tokens as t using old where t.id_hash = old.id_hash;
    when 'sessions' then
      with old as materialized (
        select s.id_hash from hub.sessions as s where s.expires_at < v_until order by s.expires_at limit v_batch for update skip locked)
      delete from hub.sessions as s using old where s.id_hash = old.id_hash;
    when 'notifications' then
      with old as materialized (
        select n.id from hub.notifications as n where n.created_at < v_until and n.state <> 'queued' order by n.id limit v_batch for update skip locked)
      delete from hub.notifications as n using old where n.id = old.id;
    when 'stories' then
      with old as materialized (
        select s.id from hub.stories as s where s.state = 'closed' and s.closed_at < v_until order by s.closed_at limit v_batch for update skip locked)
      delete from hub.stories as s using old where s.id = old.id;
    when 'alerts' then
      with old as materialized (
        select e.id from public.monitoring_events as e
        where e.created_at < v_until and e.state = 'resolved' and e.resolved_at < v_until
        order by e.created_at limit v_batch for update skip locked)
      delete from public.monitoring_events as e using old where e.id = old.id;
    when 'workers' then
      with old as materialized (
        select w.id from hub.workers as w where w.last_seen_at < v_until and w.lease is null order by w.last_seen_at limit v_batch for update skip locked)
      delete from hub.workers as w using old where w.id = old.id;
    when 'remedies' then
      with old as materialized (
        select a.id from hub.actions as a
        where a.at < v_until and a.actor like 'hub:%' and not exists (select from hub.actions as u where u.undo_of = a.id)
        order by a.at limit v_batch for update skip locked)
      delete from hub.actions as a using old where a.id = old.id;
    when 'metrics' then
      delete from hub.metrics_tens as t where t.at < greatest(v_until, v_now - interval '8 days');  -- no window is longer
      delete from hub.metrics_queue as q where q.minute < v_until;  -- one a minute
      delete from hub.metrics_total as t where t.minutes in (1, 15) and t.at < v_until - interval '15 minutes';  -- few
      with old as materialized (
        select m.minute, m.template_name from hub.metrics_minute as m where m.minute < v_until order by m.minute limit v_batch for update skip locked)
      delete from hub.metrics_minute as m using old where m.minute = old.minute and m.template_name = old.template_name;
    when 'pace' then
      with old as materialized (
        select p.minute from hub.pace_minutes as p where p.minute < v_until order by p.minute limit v_batch for update skip locked)
      delete from hub.pace_minutes as p using old where p.minute = old.minute;
    else
      raise exception 'nothing is known of "%"', left(p_what, 40)
        using errcode = 'UB422', hint = 'select key, value, description from hub.settings where key like ''retention.%'';';
  end case;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

comment on function hub.remove_old is 'Used by maintain: remove a batch of what is kept no longer: select hub.remove_old(''sessions'');';
