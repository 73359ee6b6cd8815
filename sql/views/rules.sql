create or replace view ops.rules as
select hub.fit(r.name, 17) as rule, hub.fit(r.event, 15) as "on", hub.fit(r.template_name, 15) as template,
  case when not r.enabled then 'off' when r.mode = 'immediate' then 'now' when r.mode = 'after_grace' then 'grace' else 'notify' end as mode,
  date_trunc(case when t.age > interval '1 day' then 'day' else 'second' end, t.age) as last, nullif(w.failing, 0) as fails,
  format('select * from hub.dry_run_rule(%L);', r.id) as remedy
from hub.render_rules as r
left join lateral (
  select hub.clock() - i.recorded_at as age from public.render_instructions as i where i.rule_id = r.id order by i.id desc limit 1
) as t on true
cross join lateral (
  select count(*) filter (where q.last_error is not null) as failing from hub.rule_work as q where q.rule_id = r.id
) as w
order by w.failing desc, r.enabled desc, r.id;

comment on view ops.rules is 'Which event makes which graphic, failing rules first: select * from ops.rules;';
comment on column ops.rules."on" is 'The domain event that it answers.';
comment on column ops.rules.mode is 'now: in the transaction of the hand; grace: only if automation_sub made none in time; notify: tells only; off. In full: select * from hub.render_rules where name = ''premium_hand'' \gx';
comment on column ops.rules.last is 'How long ago it made its last instruction.';
comment on column ops.rules.fails is 'Hands on which it failed and is tried again; the alert rule_failed says why.';
comment on column ops.rules.remedy is 'Tries it on the last 100 hands and changes nothing; problem says what is broken.';
