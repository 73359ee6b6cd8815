create or replace function hub.claim_instructions(
  p_worker uuid, p_limit int default 1, p_lease interval default null,
  p_templates text[] default null, p_now timestamptz default null
) returns setof public.render_instructions
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set plan_cache_mode = force_generic_plan
  set hub.verb = 'claim_instructions' set hub.now = ''
as $$
-- Lend up to p_limit due instructions to one worker session, most urgent first.
--
-- First it puts the queue in order itself (due retries, deferred rows, expired graphics,
-- lapsed leases), so that workers get on while the hub is down. Any number of workers may
-- call this at once: `skip locked` lets each pass over the rows another is taking. The
-- ids are gathered into an array before the update, so the update stays an index lookup
-- whatever the planner believes the table holds, and the limit cannot be exceeded.
-- `attempt` only grows: it is the fence that every later report has to show.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_lease  interval := coalesce(p_lease, hub.setting_interval('lease.default'));
  v_worker hub.workers;
  v_ids    bigint[];
begin
  select * into v_worker from hub.workers as w where w.id = p_worker;
  if not found then
    raise exception 'no worker session "%"', p_worker
      using errcode = 'UB404', hint = 'Call hub.register_worker first; a session does not survive a restart.';
  end if;
  if p_limit is null or p_limit not between 1 and hub.setting_number('claim.max') then
    raise exception 'limit % is out of range', coalesce(p_limit::text, 'null')
      using errcode = 'UB422', hint = format('Claim 1 to %s at a time.', hub.setting_number('claim.max'));
  end if;
  if v_lease <= interval '0' or v_lease > hub.setting_interval('lease.max') then
    raise exception 'lease % is out of range', v_lease
      using errcode = 'UB422', hint = format('A lease is more than 0 and at most %s.', hub.setting_interval('lease.max'));
  end if;

  -- first its own row, then instructions, as heartbeat does: the other way round, a worker that claims and
  -- beats on two connections after its lease ran out would deadlock with itself
  if v_worker.last_seen_at < v_now - interval '1 second' or v_worker.lease is distinct from v_lease or v_worker.lost_at is not null then
    update hub.workers as w set last_seen_at = v_now, lease = v_lease, lost_at = null where w.id = p_worker;
  end if;
  perform hub.put_in_order(p_now);

  v_ids := hub.runnable_instructions(v_worker, p_limit, p_templates, v_now);
  if v_ids = '{}' then
    return;
  end if;
  return query
  with claimed as (
    update public.render_instructions as i
    set status = 'processing', attempt = i.attempt + 1, worker_id = p_worker, lease_expires_at = hub.lease_base(v_now) + v_lease
    where i.id = any (v_ids)
    returning i.*
  )
  select c.* from claimed as c order by array_position(v_ids, c.id);
end
$$;

comment on function hub.claim_instructions is 'Borrow due work: select id, attempt, template_name from hub.claim_instructions(:worker, 2);';
