--! Previous: -
--! Hash: sha1:f1e76c3277e2e381c49990067949a0b2944e4842

set local lock_timeout = '2s';

create schema hub;
comment on schema hub is 'The machinery of automation_hub: what the hub remembers and how it decides. People read schema ops.';

create table hub.applied (
  path        text        not null,
  hash        text        not null,
  applied_at  timestamptz not null default now(),
  constraint applied_pkey primary key (path)
);
comment on table hub.applied is 'Which version of each file under sql/functions, views, triggers and roles this database holds; scripts/apply.ts keeps it.';
comment on column hub.applied.path is 'File, relative to sql/.';
comment on column hub.applied.hash is 'SHA-256 of the file when it was applied.';
comment on column hub.applied.applied_at is 'When it was applied.';

create table hub.error_codes (
  code         text not null,
  http_status  int  not null,
  title        text not null,
  remedy       text not null,
  constraint error_codes_pkey primary key (code),
  constraint code_is_sqlstate check (code ~ '^[0-9A-Z]{5}$'),
  constraint http_status_is_an_error check (http_status between 400 and 599)
);
comment on table hub.error_codes is 'Every SQLSTATE that the hub raises or passes on, with the HTTP status that says the same: documentation and map at once.';
comment on column hub.error_codes.code is 'SQLSTATE; class UB is the hub''s own.';
comment on column hub.error_codes.http_status is 'HTTP status of the same error.';
comment on column hub.error_codes.title is 'What it means, in one line.';
comment on column hub.error_codes.remedy is 'What the caller can do about it.';

create table hub.settings (
  key          text        not null,
  value        jsonb       not null,
  unit         text,
  description  text        not null,
  bounds       jsonb       not null default '{}',
  updated_at   timestamptz not null default now(),
  updated_by   text        not null default 'seed',
  constraint settings_pkey primary key (key),
  constraint bounds_is_object check (jsonb_typeof(bounds) = 'object')
);
comment on table hub.settings is 'Every threshold and policy of the hub, each in one place. Change one with hub.change_setting, which checks the bounds and audits.';
comment on column hub.settings.key is 'Name, dotted by subject: lease.seconds.';
comment on column hub.settings.value is 'Value as JSON.';
comment on column hub.settings.unit is 'Unit of the value, where it has one.';
comment on column hub.settings.description is 'What it decides.';
comment on column hub.settings.bounds is 'What is allowed: {"type": "number" | "integer" | "boolean" | "text", "min", "max", "one_of"}.';
comment on column hub.settings.updated_at is 'Last change, hub clock.';
comment on column hub.settings.updated_by is 'Who changed it last.';

create table hub.event_aliases (
  alias  text not null,
  event  text not null,
  constraint event_aliases_pkey primary key (alias)
);
comment on table hub.event_aliases is 'Other spellings of domain events that siblings use in trigger_type; the row keeps what the sibling wrote, matching goes through here.';
comment on column hub.event_aliases.alias is 'Spelling found in the field.';
comment on column hub.event_aliases.event is 'The domain event it means.';

create table hub.error_patterns (
  pattern      text not null,
  error_class  text not null,
  constraint error_patterns_pkey primary key (pattern),
  constraint known_class check (error_class in ('retryable', 'permanent'))
);
comment on table hub.error_patterns is 'Substrings that tell from an error message whether trying again can help; a permanent one wins over a retryable one.';
comment on column hub.error_patterns.pattern is 'Substring, lower case, compared without regard to case.';
comment on column hub.error_patterns.error_class is 'What a message that contains it is.';

create table hub.templates (
  name             text        not null,
  composition      text        not null,
  required_layers  jsonb       not null default '[]',
  slots            int,
  output_defaults  jsonb       not null default '{}',
  description      text        not null default '',
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  constraint templates_pkey primary key (name),
  constraint required_layers_is_array check (jsonb_typeof(required_layers) = 'array'),
  constraint output_defaults_is_object check (jsonb_typeof(output_defaults) = 'object'),
  constraint slots_positive check (slots > 0)
);
comment on table hub.templates is 'The catalogue of After Effects templates: which layers each needs and what it renders to.';
comment on column hub.templates.name is 'As in render_instructions.template_name.';
comment on column hub.templates.composition is 'Composition in the After Effects project.';
comment on column hub.templates.required_layers is 'Layers without which it must not be rendered: [{"name", "kind"}].';
comment on column hub.templates.slots is 'How many numbered rows it has (Name 1 .. Name n); null when it has none.';
comment on column hub.templates.output_defaults is 'Output settings used where the instruction gives none.';
comment on column hub.templates.description is 'What the graphic shows.';
comment on column hub.templates.created_at is 'Hub clock.';
comment on column hub.templates.updated_at is 'Hub clock.';

create table hub.render_rules (
  id               bigint      generated always as identity,
  name             text        not null,
  event            text        not null,
  enabled          boolean     not null default true,
  mode             text        not null default 'immediate',
  priority         int         not null default 5,
  template_name    text        not null default '',
  condition        jsonpath,
  dedupe_key       text        not null default '{rule.name}:{hand.id}',
  grace            interval    not null default '120 seconds',
  cooldown         interval,
  supersede        boolean     not null default false,
  expires_after    interval,
  layer_map        jsonb       not null default '{}',
  output_settings  jsonb       not null default '{}',
  description      text        not null default '',
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  updated_by       text        not null default 'seed',
  constraint render_rules_pkey primary key (id),
  constraint render_rules_name unique (name),
  constraint name_is_a_word check (name ~ '^[a-z][a-z0-9_]{0,62}$'),
  constraint known_mode check (mode in ('immediate', 'after_grace', 'notify_only')),
  constraint priority_in_range check (priority between 1 and 10),
  constraint renders_a_template check (mode = 'notify_only' or btrim(template_name) <> ''),
  constraint layer_map_is_object check (jsonb_typeof(layer_map) = 'object'),
  constraint output_settings_is_object check (jsonb_typeof(output_settings) = 'object'),
  constraint dedupe_key_given check (btrim(dedupe_key) <> ''),
  constraint grace_not_negative check (grace >= interval '0'),
  constraint cooldown_positive check (cooldown > interval '0'),
  constraint expires_after_positive check (expires_after > interval '0')
);
comment on table hub.render_rules is 'Which event of the game makes which graphic. Rows, not code: see docs/rules.md, try one with hub.dry_run_rule.';
comment on column hub.render_rules.id is 'Key.';
comment on column hub.render_rules.name is 'Short name, unique: premium_hand.';
comment on column hub.render_rules.event is 'Domain event it waits for; it becomes trigger_type.';
comment on column hub.render_rules.enabled is 'Off: the rule does nothing.';
comment on column hub.render_rules.mode is 'immediate: in the transaction of the hand; after_grace: only if no sibling made the graphic in time; notify_only: never renders, says that somebody should.';
comment on column hub.render_rules.priority is 'Priority of its instructions, 1 first .. 10 last.';
comment on column hub.render_rules.template_name is 'Template that is rendered.';
comment on column hub.render_rules.condition is 'jsonpath predicate over the event document; null = always. An error or a missing path counts as no.';
comment on column hub.render_rules.dedupe_key is 'Template of the key that makes firing twice harmless.';
comment on column hub.render_rules.grace is 'after_grace and notify_only: how long a sibling may take.';
comment on column hub.render_rules.cooldown is 'At most one instruction of this rule per table in this time; null = no limit.';
comment on column hub.render_rules.supersede is 'A newer instruction of this rule replaces one of the same table that still waits.';
comment on column hub.render_rules.expires_after is 'An instruction that still waits after this is cancelled; null = never.';
comment on column hub.render_rules.layer_map is 'Layer name -> text with {path}, {path|formatter} and {path?} (may be missing).';
comment on column hub.render_rules.output_settings is 'output_settings_json of its instructions.';
comment on column hub.render_rules.description is 'For people.';
comment on column hub.render_rules.created_at is 'Hub clock.';
comment on column hub.render_rules.updated_at is 'Hub clock.';
comment on column hub.render_rules.updated_by is 'Who changed it last.';
