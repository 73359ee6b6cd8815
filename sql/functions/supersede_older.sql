create or replace function hub.supersede_older(p_rule bigint, p_hand public.hands) returns void
language plpgsql volatile security definer set search_path = '' set hub.verb = 'supersede'
as $$
-- Cancel what a rule made for earlier hands of the table and what still waits, in favour
-- of this hand's.
begin
  update public.render_instructions as i
  set status = 'cancelled', superseded_by = (
    select max(n.id) from public.render_instructions as n where n.hand_id = p_hand.id and n.rule_id = p_rule)
  where i.id = any (array(
    select w.id
    from public.render_instructions as w
    join public.hands as h on h.id = w.hand_id
    where w.rule_id = p_rule and w.status = 'pending' and h.table_id = p_hand.table_id and h.id <> p_hand.id
    for update of w skip locked));
end
$$;

comment on function hub.supersede_older is 'Used by decide_rule: a newer graphic replaces older ones that wait.';
