create or replace view ops.outputs as
select o.instruction_id as id, hub.fit(i.template_name, 14) as template,
  reverse(hub.fit(reverse(o.output_path), 26)) || coalesce(E'\n' || replace(rtrim(regexp_replace(regexp_replace(e.title, '([ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹯＀-｠])', E'\\1\x01', 'g'),
    '([^\n]{1,26})( +|\n|$)|([^\n ]{26})', E'\\1\\3\n', 'g'), E'\n'), E'\x01', ''), '') as file,
  replace(pg_catalog.pg_size_pretty(o.file_size), ' bytes', ' B') as size,
  case when e.id is not null and i.status <> 'processing' then format('select hub.retry_instruction(%s,user,%L);', o.instruction_id, 'why') end as remedy
from (
  select q.* from public.render_outputs as q order by q.recorded_at desc limit 500
) as o
join public.render_instructions as i on i.id = o.instruction_id
left join public.monitoring_events as e on e.kind = 'suspect_output' and e.subject = 'instruction:' || o.instruction_id and e.state <> 'resolved'
where o.recorded_at > hub.clock() - interval '1 day'
order by e.id is null, o.recorded_at desc, o.id desc;

comment on view ops.outputs is 'The last files of a day (at most 500), suspect ones first: select * from ops.outputs limit 30;';
comment on column ops.outputs.id is 'The instruction. All of it: select * from render_outputs where instruction_id = 45 \gx';
comment on column ops.outputs.file is 'The end of its path; beneath it what looks wrong.';
comment on column ops.outputs.remedy is 'Renders a suspect one again.';
