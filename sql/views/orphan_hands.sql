create or replace view ops.orphan_hands as
select (f.evidence ->> 'hand_id')::bigint as hand, hub.fit(f.evidence ->> 'table_id', 20) as "table", (f.evidence ->> 'hand_number')::bigint as number,
  f.evidence ->> 'hand_rank' as rank, date_trunc('second', hub.clock() - f.since) as age,
  format('select hub.make_graphic(%s, user, %L);', f.evidence ->> 'hand_id', 'why') as remedy
from hub.detect_orphan_hand() as f
where f.clear = 'false'
order by f.since;

comment on view ops.orphan_hands is 'Premium hands for which nobody made the graphic in time: select * from ops.orphan_hands;';
