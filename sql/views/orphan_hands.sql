create or replace view ops.orphan_hands as
select (f.evidence ->> 'hand_id')::bigint as hand, hub.fit(f.evidence ->> 'table_id', 20) as "table", (f.evidence ->> 'hand_number')::bigint as number,
  f.evidence ->> 'hand_rank' as rank,
  date_trunc(case when hub.clock() - f.since > interval '1 day' then 'day' else 'second' end, hub.clock() - f.since) as age,
  case when r.enabled then format('select hub.make_graphic(%s,user,%L);', f.evidence ->> 'hand_id', 'why') else 'select * from ops.rules;' end as remedy
from hub.detect_orphan_hand() as f
cross join (select exists (select from hub.render_rules as r where r.event = 'premium_hand' and r.enabled) as enabled) as r
where f.clear = 'false'
order by f.since;

comment on view ops.orphan_hands is 'Premium hands for which nobody made the graphic in time, oldest first: select * from ops.orphan_hands;';
comment on column ops.orphan_hands.hand is 'hands.id; its story: select * from ops.timeline where hand_id = 12;';
comment on column ops.orphan_hands.number is 'As shown at the table.';
comment on column ops.orphan_hands.age is 'Since the hand reached the hub. How long the graphic may take: the settings orphan.*';
comment on column ops.orphan_hands.remedy is 'The hub makes it, exactly once, even if automation_sub does at the same moment. Without an enabled rule for premium_hand it cannot: enable one.';
