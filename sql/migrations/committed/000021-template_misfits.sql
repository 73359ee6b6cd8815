--! Previous: sha1:f14ef09bfa64146afb3e669be887232169552b17
--! Hash: sha1:1522f490cfe82aec4c97c5b977f595dd6d2bc206

set local lock_timeout = '2s';

create table hub.misfits (
  instruction_id  bigint       not null,
  found_at        timestamptz  not null,
  template_name   text         not null,
  faults          text[]       not null,
  constraint misfits_pkey primary key (instruction_id),
  constraint misfits_instruction_id_fkey foreign key (instruction_id) references public.render_instructions (id) on delete cascade,
  constraint says_what check (cardinality(faults) > 0)
);
comment on table hub.misfits is 'Instructions that did not fit the catalogue of templates when they were stored.';
comment on column hub.misfits.instruction_id is 'Instruction.';
comment on column hub.misfits.found_at is 'When it was stored, hub clock.';
comment on column hub.misfits.template_name is 'The template it asked for.';
comment on column hub.misfits.faults is 'What did not fit, in words.';
-- It is new.
-- squawk-ignore require-concurrent-index-creation
create index misfits_found on hub.misfits (found_at);

insert into hub.settings (key, value, unit, description, bounds) values
  ('misfit.window', '60', 'minutes', 'Instructions that do not fit their template are told for this long after they were stored.', '{"type": "number", "min": 1, "max": 1440}');

insert into hub.detectors (kind, scored, every, pending_for, title, title_ko) values
  ('template_misfit', false, '5 seconds', '0', 'Instructions that do not fit their template', '템플릿에 맞지 않는 작업');
