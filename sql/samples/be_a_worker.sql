-- A render worker in psql: everything a worker needs is four calls. The first line makes it some work.
insert into render_instructions (template_name, layer_data_json) values ('sample', '{"Name 1": "KIM"}');
select hub.register_worker('ae-01', '{}', 'psql contract/1.0') as worker \gset
select id as instruction, attempt, template_name, layer_data_json
from hub.claim_instructions(:'worker', 1, null, '{sample}') \gset
select * from hub.heartbeat(:'worker', jsonb_build_object(:'instruction', 50));
select id, output_path from hub.complete_instruction(:instruction, :attempt, '//nas/renders/example.mov', 1048576);
