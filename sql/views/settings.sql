create or replace view ops.settings as
select s.key, hub.fit(s.value::text, 24) as value, s.unit, hub.fit(s.description, 52) as meaning
from hub.settings as s
order by s.key;

comment on view ops.settings is 'Every threshold; change one: select hub.change_setting(''stall.minutes'', ''[7, 4]'', user, ''why'');';
