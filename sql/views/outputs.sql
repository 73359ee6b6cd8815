create or replace view ops.outputs as
select o.id, o.instruction_id as instruction, hub.fit(i.template_name, 18) as template, right(o.output_path, 34) as path,
  pg_size_pretty(o.file_size) as size, o.frame_count as frames, date_trunc('second', o.recorded_at - i.started_at) as took,
  case when e.id is not null then hub.fit(e.title, 24) end as suspect
from (
  select q.* from public.render_outputs as q where q.recorded_at > hub.clock() - interval '1 day' order by q.recorded_at desc limit 500
) as o
join public.render_instructions as i on i.id = o.instruction_id
left join public.monitoring_events as e on e.kind = 'suspect_output' and e.subject = 'instruction:' || o.instruction_id and e.state <> 'resolved'
order by e.id is null, o.recorded_at desc;

comment on view ops.outputs is 'The last files of a day, suspect ones first: select * from ops.outputs limit 30;';
