create or replace function hub.newest_of_rule(p_rule bigint, p_hand public.hands, p_since timestamptz, p_later_hand boolean) returns bigint
language sql stable security definer set search_path = ''
as $$
  -- The latest instruction a rule made for another hand of the same table: since a time,
  -- or for a hand played later. It looks at the rule's last 500, not at all its history.
  select i.id
  from (
    select r.* from public.render_instructions as r where r.rule_id = p_rule order by r.id desc limit 500
  ) as i
  join public.hands as h on h.id = i.hand_id
  where h.table_id = p_hand.table_id and h.id <> p_hand.id
    and (p_since is null or i.recorded_at > p_since)
    and (not p_later_hand or coalesce(h.started_at, h.created_at) > coalesce(p_hand.started_at, p_hand.created_at))
  order by i.id desc
  limit 1
$$;

comment on function hub.newest_of_rule is 'Used by decide_rule: the last instruction of a rule at a table.';
