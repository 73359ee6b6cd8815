create or replace view ops.settings as
select hub.fit(s.key, 28) as key,
  rtrim(regexp_replace(v.value || coalesce(' ' || s.unit, '') || ': ' || s.description, '([^\n]{1,84})( +|$)', E'-- \\1\n', 'g'), E'\n') || E'\n'
    || format('select hub.change_setting(%L,%L,user,%L);', s.key, v.value, 'why') as remedy
from hub.settings as s
cross join lateral (select replace(s.value::text, ', ', case jsonb_typeof(s.value) when 'array' then ',' else ', ' end) as value) as v
order by s.key;

comment on view ops.settings is 'Every threshold, what it is now and what it means: select * from ops.settings where key like ''stale%'';';
comment on column ops.settings.key is 'Name. Bounds, and who changed it last: select * from hub.settings where key = ''stall.minutes'' \gx';
comment on column ops.settings.remedy is 'What it is now and what it means; beneath it the statement that sets it: change the value in it. What that would have done last week: hub.backtest.';
