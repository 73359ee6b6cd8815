create or replace function hub.list_workers(
  p_filter jsonb default '{}', p_after jsonb default null, p_limit int default 50, p_now timestamptz default null
) returns table (doc jsonb, place jsonb)
language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC' set plan_cache_mode = 'force_custom_plan' set enable_seqscan = off set enable_bitmapscan = off set hub.now = ''
as $$
-- A page of worker sessions, those that registered last first, each with what it holds; see hub.list_hands. States
-- are those that hub.count_workers counts: busy and idle ones are its online ones, gone are those it does not count.
declare
  v_now     timestamptz := hub.clock(p_now);
  v_silent  timestamptz := v_now - hub.setting_interval('worker.silent_after');
  v_active  timestamptz := v_now - hub.setting_interval('dashboard.active_within');
  v_present bigint[]    := array(select hub.present_workers());
begin
  return query
  select jsonb_build_object(
      'id', w.id, 'host', w.host, 'state', s.state, 'client', w.client, 'capabilities', array_remove(w.capabilities, null), 'role', w.role,
      'attended', w.attended, 'registered_at', w.registered_at, 'last_seen_at', w.last_seen_at, 'lost_at', w.lost_at,
      'avoid_until', w.avoid_until, 'paused', exists (select from hub.pauses as p where p.scope = 'worker:' || w.id and p.resumed_at is null),
      'jobs', j.jobs),
    jsonb_build_array(w.registered_at, w.id)
  from hub.workers as w
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('instruction_id', i.id, 'attempt', i.attempt, 'template_name', i.template_name,
        'priority', i.priority, 'progress', i.progress, 'started_at', i.started_at, 'lease_expires_at', i.lease_expires_at) order by i.id), '[]') as jobs
    from public.render_instructions as i
    where i.status = 'processing' and i.worker_id = w.id
  ) as j
  cross join lateral (
    select w.last_seen_at > v_silent as heard, j.jobs <> '[]' as holds, w.attended and hub.worker_lock_key(w.id) <> all (v_present) as ended
  ) as k
  cross join lateral (
    select case
      when w.lost_at is not null or not (w.last_seen_at > v_active or k.holds) then 'gone'
      when k.ended then case when k.holds then 'silent' else 'gone' end
      when not k.heard then 'silent'
      when k.holds then 'busy' else 'idle' end as state
  ) as s
  where (p_after is null or (w.registered_at, w.id) < ((p_after ->> 0)::timestamptz, (p_after ->> 1)::uuid))
    and (p_filter ->> 'id' is null or w.id = (p_filter ->> 'id')::uuid)
    and (p_filter ->> 'host' is null or w.host = p_filter ->> 'host')
    and (p_filter ->> 'state' is null or s.state = p_filter ->> 'state')
    and case (p_filter ->> 'gone')::boolean when true then s.state = 'gone' when false then s.state <> 'gone' else true end
  order by w.registered_at desc, w.id desc
  limit p_limit;
end
$$;

comment on function hub.list_workers is 'Worker sessions, newest first: select doc ->> ''host'', doc ->> ''state'', doc -> ''jobs'' from hub.list_workers(''{"gone": false}'');';
