create or replace function hub.put_in_order(p_now timestamptz default null) returns void
language plpgsql volatile set search_path = '' set enable_seqscan = off
as $$
-- What a claim owes the queue before it takes from it, so that the queue lives while the
-- hub is down: due retries, deferred rows, expired graphics, lapsed leases. Each is looked
-- for by one index probe, because mostly there is nothing to do. The conditions are those
-- of the functions that are called, and ordered as theirs are: with the statistics of an
-- empty table any index that fits would do, also one that walks the whole queue.
declare
  v_now    timestamptz := hub.clock(p_now);
  v_due    boolean;
  v_expire boolean;
  v_lapsed boolean;
begin
  select
    (select true from public.render_instructions as r where r.retry_at <= v_now order by r.retry_at limit 1) is not null
    or (select true from public.render_instructions as r
        where r.status = 'pending' and r.eligible_at is null and r.not_before <= v_now order by r.not_before limit 1) is not null,
    (select true from public.render_instructions as r
     where r.status = 'pending' and r.expires_at <= v_now order by r.expires_at limit 1) is not null,
    exists (select from public.render_instructions as r where r.status = 'processing' and r.lease_expires_at <= v_now)
  into v_due, v_expire, v_lapsed;
  if v_due then
    perform hub.promote_due(p_now);
  end if;
  if v_expire then
    perform hub.expire_due(p_now);
  end if;
  if v_lapsed then
    perform hub.rescue_expired(p_now);
  end if;
end
$$;

comment on function hub.put_in_order is 'Used by claim_instructions: what is due, returned to the queue or taken out of it.';
