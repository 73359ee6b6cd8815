create or replace function hub.rescue_expired(p_now timestamptz default null) returns int
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.verb = 'rescue_expired' set hub.now = ''
as $$
-- Take back what is held under a lease that ran out. State and lease are checked again
-- under the row lock, so a report that came in at the last moment wins. Old pollers, which
-- cannot send signs of life, have a lease of their own; hub.rescues_are_paused says when
-- the silence of the others proves nothing.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_paused boolean := (hub.rescues_are_paused(v_now)).paused;
begin
  if hub.setting_text('remedy.rescue') <> 'act' then
    return 0;
  end if;
  return hub.take_back(array(
    select r.id from public.render_instructions as r
    where r.status = 'processing' and r.lease_expires_at <= v_now and (r.worker_id is null or not v_paused)
    order by r.priority, r.id
    limit hub.setting_number('claim.promote_max')::int
    for update skip locked));
end
$$;

comment on function hub.rescue_expired is 'Take back work whose lease ran out: select hub.rescue_expired();';
