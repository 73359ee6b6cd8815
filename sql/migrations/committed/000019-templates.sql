--! Previous: sha1:315c4457b7237c21d002b07b3036638379965eb0
--! Hash: sha1:f3ed1cd7fab063574ce34d0dfcb9a4f01a8f63c2

set local lock_timeout = '2s';

alter table hub.templates
  add column project text,
  add column optional_layers jsonb not null default '[]',
  -- squawk-ignore constraint-missing-not-valid
  add constraint optional_layers_is_array check (jsonb_typeof(optional_layers) = 'array');
comment on column hub.templates.project is 'The After Effects project, as the render PC finds it; null when nobody has said.';
comment on column hub.templates.required_layers is 'Layers without which it must not be rendered: [{"name", "kind"}]; {n} in a name stands for the slot, and slot 1 is required.';
comment on column hub.templates.optional_layers is 'Layers that may be left out: [{"name", "kind"}].';

insert into hub.settings (key, value, unit, description, bounds) values
  ('template.preflight', '"warn"', null, 'What becomes of a new instruction that does not fit hub.templates: warn (journal and a warning to the client), refuse (UB422) or off. Before a catalogue is loaded nothing is looked at.', '{"type": "text", "one_of": ["warn", "refuse", "off"]}');

-- What nexrender and its core say.
insert into hub.error_patterns (pattern, error_class) values
  ('no update from aerender', 'retryable'), ('maximum rendering time exceeded', 'retryable'), ('couldn''t find a result file', 'retryable'),
  ('couldn''t find any layers', 'permanent'), ('no such file or directory', 'permanent'), ('unable to download file', 'retryable');
