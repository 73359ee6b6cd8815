create or replace function hub.heartbeat(
  p_worker uuid, p_progress jsonb default null, p_now timestamptz default null
) returns table (instruction_id bigint, attempt bigint, command text)
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set plan_cache_mode = force_generic_plan
  set hub.verb = 'heartbeat' set hub.now = ''
as $$
-- A worker's sign of life: extends the leases of all it holds and records progress,
-- {"<instruction id>": 0-100}. Answers one row per instruction:
--   continue  it is still yours
--   cancel    somebody cancelled it: stop, then call hub.release_instruction
--   lost      it is not yours any more (the lease ran out, or it was given to another): stop
--
-- Only unindexed columns change, so the update stays heap-only; the journal leaves it out.
-- A row that somebody else has locked is passed over: a person's open transaction on one
-- must not let the leases of all the others run out.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_worker hub.workers;
begin
  update hub.workers as w set last_seen_at = v_now, lost_at = null where w.id = p_worker returning * into v_worker;
  if not found then
    raise exception 'no worker session "%"', p_worker
      using errcode = 'UB404', hint = 'Call hub.register_worker first; a session does not survive a restart.';
  end if;
  p_progress := coalesce(hub.opened_json(p_progress), '{}');
  if jsonb_typeof(p_progress) = 'null' then
    p_progress := '{}';
  end if;
  if jsonb_typeof(p_progress) <> 'object'
     or exists (select from jsonb_each(p_progress) as p where p.key !~ '^[0-9]{1,18}$' or (p.value #>> '{}') !~ '^([0-9]{1,2}(\.[0-9]+)?|100(\.0+)?)$') then
    raise exception 'progress must be an object of instruction ids and per cent, not %', left(p_progress::text, 80)
      using errcode = 'UB422', hint = 'Send {"45": 60}: whole per cent from 0 to 100.';
  end if;

  update public.render_instructions as i
  set lease_expires_at = greatest(i.lease_expires_at, hub.lease_base(v_now) + coalesce(v_worker.lease, hub.setting_interval('lease.default'))),
    progress = coalesce(round((p_progress ->> i.id::text)::numeric)::smallint, i.progress)
  where i.id = any (array(
    select h.id from public.render_instructions as h
    where h.worker_id = p_worker and h.status = 'processing'
    order by h.id
    for no key update skip locked));

  return query
  with held as (
    select i.id, i.attempt from public.render_instructions as i where i.worker_id = p_worker and i.status = 'processing'
  ), taken as materialized (  -- apart, and without a time: nothing but the index of what was taken back serves
    select a.instruction_id, a.attempt, a.outcome, a.finished_at
    from hub.attempts as a
    where a.worker_id = p_worker and a.released_at is null and a.outcome in ('cancelled', 'rescued')
  ), gone as (
    -- what was deleted is lost: there is nothing left that could be released
    -- (looked up row by row: an `exists` may be planned as one pass over the table)
    select distinct on (t.instruction_id) t.instruction_id, t.attempt, t.finished_at,
      t.outcome = 'cancelled' and (select i.id from public.render_instructions as i where i.id = t.instruction_id) is not null as cancelled
    from taken as t
    where not exists (select from held as h where h.id = t.instruction_id)
    order by t.instruction_id, t.attempt desc
  ), told as (
    select g.instruction_id, g.attempt, case when g.cancelled then 'cancel' else 'lost' end as command
    from gone as g
    where g.cancelled or g.finished_at > v_now - interval '10 minutes'
  )
  select h.id, h.attempt, 'continue'::text from held as h
  union all
  select t.instruction_id, t.attempt, t.command from told as t
  union all
  select distinct p.key::bigint, 0::bigint, 'lost'
  from jsonb_object_keys(p_progress) as p (key)
  where not exists (select from held as h where h.id = p.key::bigint)
    and not exists (select from told as t where t.instruction_id = p.key::bigint)
  order by 1;
end
$$;

comment on function hub.heartbeat is 'Sign of life: select * from hub.heartbeat(:worker, ''{"45": 60}'');';
