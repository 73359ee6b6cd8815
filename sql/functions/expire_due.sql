create or replace function hub.expire_due(p_now timestamptz default null) returns int
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set enable_sort = off
  set hub.verb = 'expire_due' set hub.now = '' set hub.reason = 'expired'
as $$
-- Cancel what still waits although its time has passed: a graphic that comes too late
-- only takes a better one's place. Bounded; rows that somebody holds are passed over. Without sorting
-- only the index by expiry serves: else a kept plan may walk all that is pending.
declare
  v_now timestamptz := hub.clock(p_now);
  v_ids bigint[] := array(
    select r.id from public.render_instructions as r
    where r.status = 'pending' and r.expires_at <= v_now
    order by r.expires_at
    limit hub.setting_number('claim.promote_max')::int
    for update skip locked);
begin
  if hub.setting_text('remedy.expire') <> 'act' then
    return 0;
  end if;
  if v_ids <> '{}' then  -- an update of no rows would still fire every statement trigger
    update public.render_instructions as i set status = 'cancelled' where i.id = any (v_ids);
  end if;
  return cardinality(v_ids);
end
$$;

comment on function hub.expire_due is 'Cancel what waits past its expiry: select hub.expire_due();';
