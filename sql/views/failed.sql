create or replace view ops.failed as
select i.id, hub.fit(i.template_name, 14) as template, hub.fit(i.error_message, 24) as error,
  date_trunc(case when a.age > interval '1 day' then 'day' else 'second' end, a.age) as ago,
  coalesce('in ' || date_trunc('second', greatest(i.retry_at - hub.clock(), interval '0')), 'not again') as again,
  format('select hub.retry_instruction(%s,user,%L);', i.id, 'why') as remedy
from (select f.* from public.render_instructions as f where f.status = 'failed' and f.completed_at > (select hub.clock()) - interval '7 days') as i
cross join lateral (select hub.clock() - i.completed_at as age) as a
order by i.retry_at is not null, i.completed_at desc, i.id desc;

comment on view ops.failed is 'Failed instructions of a week, first those that nobody tries again: select * from ops.failed;';
comment on column ops.failed.again is 'When the hub tries it again by itself, if it does.';
comment on column ops.failed.remedy is 'Puts it back into the queue, when what made it fail is mended. Many at once: hub.bulk_retry.';
