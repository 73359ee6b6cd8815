create or replace view ops.rules as
select r.id, hub.fit(r.name, 20) as rule, r.event, r.mode, r.enabled as "on", hub.fit(r.template_name, 18) as template, r.priority as prio, t.made as made_1d,
  w.due, w.failing
from hub.render_rules as r
cross join lateral (
  select count(*) as made from (
    select i.recorded_at from public.render_instructions as i where i.rule_id = r.id order by i.id desc limit 2000
  ) as i where i.recorded_at > hub.clock() - interval '1 day'
) as t
cross join lateral (
  select count(*) as due, count(*) filter (where q.last_error is not null) as failing from hub.rule_work as q where q.rule_id = r.id
) as w
order by w.failing desc, r.enabled desc, r.id;

comment on view ops.rules is 'Render rules, failing ones first; try one on past hands: select * from hub.dry_run_rule(''premium_hand'', 20);';
