create or replace function hub.told_count(p_count bigint, p_thing text) returns text
language sql immutable
begin atomic
  -- A number of things as English says it: 1 job, 3 jobs.
  select format(case p_count when 1 then '%s %s' else '%s %ss' end, p_count, p_thing);
end;

comment on function hub.told_count is 'A number of things in words: select hub.told_count(1, ''job'');  -- 1 job';
