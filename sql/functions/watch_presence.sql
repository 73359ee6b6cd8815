create or replace function hub.watch_presence(p_term bigint) returns int
language plpgsql volatile set search_path = '' set enable_seqscan = off set hub.verb = 'watch_presence' set hub.now = '' set hub.actor = 'hub:presence'
as $$
-- The leader's look at who is there, twice a second: how many instructions were taken back.
--
-- A worker whose lock is gone has ended, so what it held goes back to the queue at once.
-- That is believed only of workers that this leader saw present: after a restart of the
-- server, or when another hub comes to lead, all locks may be missing for a moment, and
-- then the leases decide. A worker that comes back in between wins: it has another
-- connection, and both of us change its row only under its lock.
declare
  v_here   bigint[] := array(select hub.present_workers());
  v_worker hub.workers;
  v_ids    bigint[];
  v_count  int := 0;
begin
  if exists (
    select from hub.workers as w
    where w.attended and w.watched_term is distinct from p_term and hub.worker_lock_key(w.id) = any (v_here)) then
    update hub.workers as w set watched_term = p_term
    where w.attended and w.watched_term is distinct from p_term and hub.worker_lock_key(w.id) = any (v_here);
  end if;

  for v_worker in
    select w.* from hub.workers as w
    where w.attended and w.watched_term = p_term and not hub.worker_lock_key(w.id) = any (v_here)
    for update skip locked
  loop
    if not pg_try_advisory_xact_lock(hub.worker_lock_key(v_worker.id)) then
      continue;  -- it is back, and has not written that down yet
    end if;
    update hub.workers as w set attended = false, lost_at = hub.clock() where w.id = v_worker.id;
    v_ids := array(
      select r.id from public.render_instructions as r
      where r.worker_id = v_worker.id and r.status = 'processing'
      order by r.priority, r.id
      for update skip locked);
    perform hub.journal(case when v_ids = '{}' then 'worker.left' else 'worker.lost' end, 'worker:' || v_worker.id,
      jsonb_build_object('host', v_worker.host, 'held', v_ids));
    if v_ids <> '{}' and hub.setting_text('remedy.rescue') = 'act' then
      v_count := v_count + hub.take_back(v_ids);
    end if;
  end loop;
  if v_count > 0 then
    perform hub.ring_workers();
  end if;
  return v_count;
end
$$;

comment on function hub.watch_presence is 'Used by lead: takes back the work of workers whose presence has gone.';
