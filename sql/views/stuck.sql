create or replace view ops.stuck as
select (f.evidence ->> 'instruction_id')::bigint as id, hub.fit(i.template_name, 16) as template, hub.fit(f.evidence ->> 'claimed_by', 16) as worker,
  date_trunc(case when a.age > interval '1 day' then 'day' else 'second' end, a.age) as renders, i.progress || ' %' as done,
  format('select hub.release_stuck(%s,%s,user,%L);', f.evidence ->> 'instruction_id', f.evidence ->> 'attempt', 'why') as remedy
from hub.detect_stuck_processing() as f
join public.render_instructions as i on i.id = (f.evidence ->> 'instruction_id')::bigint
cross join lateral (select hub.clock() - i.started_at as age) as a
where f.clear = 'false'
order by i.started_at, i.id;

comment on view ops.stuck is 'Renders that take far longer than their template usually does, longest first: select * from ops.stuck;';
comment on column ops.stuck.renders is 'Since it was claimed. How long it may: the settings stuck.* and select * from hub.template_norms;';
comment on column ops.stuck.done is 'Progress that its worker reported; old pollers report none.';
comment on column ops.stuck.remedy is 'Gives it to another worker. What the old one still reports is refused; end it on its PC first if it is an old poller.';
