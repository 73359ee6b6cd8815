create or replace function hub.tg_render_instructions__supersede() returns trigger
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off set hub.verb = 'supersede'
as $$
-- After siblings' instructions are stored: the hub's own for the same graphic, if it still
-- waits, is cancelled in their favour. A row that somebody holds at this moment is being
-- claimed: it is passed over, and hub.pair_makers cancels the other one at the next tick.
-- Mostly there is none, and an update of no rows would still fire every statement trigger.
declare
  v_twins    bigint[];
  v_siblings bigint[];
begin
  if not exists (select from new_rows as n where n.rule_id is null and n.trigger_id is not null and n.status = 'pending') then
    return null;
  end if;
  select array_agg(t.id), array_agg(t.sibling) into v_twins, v_siblings
  from (
    select w.id, n.id as sibling
    from new_rows as n
    cross join lateral (
      select p.id from public.render_instructions as p
      where p.id = (select (hub.hubs_twin(s)).id from public.render_instructions as s where s.id = n.id)
        and (p.status = 'pending' or p.retry_at is not null)
      for update skip locked
    ) as w
    where n.rule_id is null and n.trigger_id is not null and n.status = 'pending'
  ) as t;
  if v_twins is not null then
    update public.render_instructions as i
    set status = 'cancelled', superseded_by = p.sibling
    from unnest(v_twins, v_siblings) as p (twin, sibling)
    where i.id = any (v_twins) and i.id = p.twin;
  end if;
  return null;
exception when serialization_failure then
  return null;  -- a sibling's repeatable-read transaction, and a worker took the row since it began: as above
end
$$;

comment on function hub.tg_render_instructions__supersede is 'Trigger _500_supersede on render_instructions: a sibling''s instruction replaces the hub''s waiting one.';
