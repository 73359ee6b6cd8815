--! Previous: sha1:95b0786cbb41201600345d8078de92b056738093
--! Hash: sha1:315c4457b7237c21d002b07b3036638379965eb0

set local lock_timeout = '2s';

comment on column hub.channels.config is 'Address, as the API shows it: {"host", "port", "security", "from", "to"} of e-mail, {"ca"} of a server whose certificate is its own. What is secret is in secrets.';
alter table hub.channels add column secrets jsonb not null default '{}';
alter table hub.channels add column rate_caps jsonb;
alter table hub.channels add column updated_at timestamptz not null default now();
alter table hub.channels add column updated_by text not null default 'hub';
comment on column hub.channels.secrets is 'What only a delivery reads: {"url"} of slack and webhook, {"key"} that signs a webhook, {"user", "password"} of e-mail. Never shown, journaled or audited.';
comment on column hub.channels.rate_caps is 'Most messages in so many minutes: [[3, 15], [7, 60]]; [] = no cap; null = the setting notify.caps for slack and e-mail, none for a webhook.';
comment on column hub.channels.updated_at is 'Hub clock; its version.';
comment on column hub.channels.updated_by is 'Who changed it last.';

create table hub.channel_health (
  channel_id     bigint       not null,
  failures       int          not null default 0,
  failing_since  timestamptz,
  dead_at        timestamptz,
  next_try_at    timestamptz  not null default '-infinity',
  last_tried_at  timestamptz,
  last_sent_at   timestamptz,
  last_error     text,
  constraint channel_health_pkey primary key (channel_id),
  constraint channel_health_channel_id_fkey foreign key (channel_id) references hub.channels (id) on delete cascade,
  constraint dead_ones_fail check (dead_at is null or failing_since is not null)
);
comment on table hub.channel_health is 'How each channel does, written by deliveries. Its row is the lock of one delivery at a time.';
comment on column hub.channel_health.channel_id is 'Channel.';
comment on column hub.channel_health.failures is 'Deliveries that failed in a row.';
comment on column hub.channel_health.failing_since is 'Start of the first of them.';
comment on column hub.channel_health.dead_at is 'Since when its alert channel_dead fires and its messages also go elsewhere; null while it is not dead.';
comment on column hub.channel_health.next_try_at is 'Nothing is sent before: backoff, or what Retry-After asked for.';
comment on column hub.channel_health.last_tried_at is 'Hub clock.';
comment on column hub.channel_health.last_sent_at is 'Hub clock.';
comment on column hub.channel_health.last_error is 'Why the last delivery failed; null when it did not.';

alter table hub.routes add column go_on boolean not null default false;
alter table hub.routes add column language text not null default 'ko';
alter table hub.routes add column schedule jsonb;
alter table hub.routes add column time_zone text;
alter table hub.routes add column timing jsonb not null default '{}';
alter table hub.routes add column escalate_to bigint;
alter table hub.routes add column updated_at timestamptz not null default now();
alter table hub.routes add column updated_by text not null default 'hub';
-- A handful of rows.
-- squawk-ignore constraint-missing-not-valid
alter table hub.routes add constraint known_language check (language in ('ko', 'en'));
-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
alter table hub.routes add constraint routes_escalate_to_fkey foreign key (escalate_to) references hub.channels (id) on delete set null;
-- squawk-ignore require-concurrent-index-creation
create index routes_escalate_to on hub.routes (escalate_to) where escalate_to is not null;
comment on column hub.routes.match is 'What it takes; each key narrows: {"severity": ["critical"], "kind": ["stall"], "subject": "worker:*", "template": ["premium_hand"]}. Without severity all but info; kinds that are not scored, and graphic_done, only when named.';
comment on column hub.routes.go_on is 'The next routes are asked as well; otherwise the first that fits takes it.';
comment on column hub.routes.language is 'ko or en.';
comment on column hub.routes.schedule is 'When it is open: [{"days": ["mon"], "from": "18:00", "to": "02:00"}], in time_zone; null = always.';
comment on column hub.routes.time_zone is 'Of its schedule; null = the setting time_zone.';
comment on column hub.routes.timing is 'Seconds that differ from the settings notify.*: {"critical": {"wait": 0, "interval": 120, "repeat": 600, "escalate": 300}}; 0 = never, of repeat and escalate.';
comment on column hub.routes.escalate_to is 'Channel that is told when nobody takes it in time; null = the next route''s.';
comment on column hub.routes.updated_at is 'Hub clock; its version.';
comment on column hub.routes.updated_by is 'Who changed it last.';

create table hub.alert_marks (
  id              bigint       generated always as identity,
  event_id        bigint,
  instruction_id  bigint,
  at              timestamptz  not null,
  due_at          timestamptz  not null,
  constraint alert_marks_pkey primary key (id),
  constraint marks_one_thing check (num_nonnulls(event_id, instruction_id) = 1)
);
create index alert_marks_due on hub.alert_marks (due_at);
comment on table hub.alert_marks is 'Alerts that changed and graphics that were waited for and are done: written in the transaction that changed them, turned into messages by tick(). No foreign key: an insert here locks no row.';
comment on column hub.alert_marks.id is 'Key.';
comment on column hub.alert_marks.event_id is 'Alert that changed.';
comment on column hub.alert_marks.instruction_id is 'Instruction that was completed.';
comment on column hub.alert_marks.at is 'When it changed, hub clock.';
comment on column hub.alert_marks.due_at is 'Looked at then; later than at when no route that fits was open.';

create table hub.stories (
  id             bigint       generated always as identity,
  route_id       bigint       not null,
  kind           text         not null,
  state          text         not null default 'waiting',
  opened_at      timestamptz  not null,
  due_at         timestamptz,
  messages       int          not null default 0,
  first_told_at  timestamptz,
  told_at        timestamptz,
  told_severity  text,
  unstable       boolean      not null default false,
  escalated_at   timestamptz,
  closed_at      timestamptz,
  ending         text,
  merged_into    bigint,
  constraint stories_pkey primary key (id),
  constraint stories_route_id_fkey foreign key (route_id) references hub.routes (id) on delete cascade,
  constraint known_state check (state in ('waiting', 'told', 'closed')),
  constraint closed_has_ending check ((state = 'closed') = (closed_at is not null and ending is not null)),
  constraint known_ending check (ending in ('resolved', 'untold', 'merged', 'quiet', 'off'))
);
create unique index stories_open on hub.stories (route_id, kind) where state <> 'closed';
create index stories_due on hub.stories (due_at) where state <> 'closed';
create index stories_closed on hub.stories (closed_at) where state = 'closed';
comment on table hub.stories is 'What one route tells of one kind of alert, from its first message to its resolved one. Wait, interval and repeat belong to it, not to single alerts.';
comment on column hub.stories.id is 'Key.';
comment on column hub.stories.route_id is 'Route.';
comment on column hub.stories.kind is 'Kind of its alerts.';
comment on column hub.stories.state is 'waiting: nothing was told yet; told; closed.';
comment on column hub.stories.opened_at is 'Hub clock.';
comment on column hub.stories.due_at is 'When it has to be looked at next; null = only when one of its alerts changes.';
comment on column hub.stories.messages is 'Messages so far; numbers them.';
comment on column hub.stories.first_told_at is 'First message.';
comment on column hub.stories.told_at is 'Last message.';
comment on column hub.stories.told_severity is 'The worst that was told.';
comment on column hub.stories.unstable is 'It was told that it comes and goes: summaries only.';
comment on column hub.stories.escalated_at is 'The second channel was told.';
comment on column hub.stories.closed_at is 'Hub clock.';
comment on column hub.stories.ending is 'resolved: told so; untold: over before anything was told; merged: another story tells its cause; quiet: silenced or on air when it ended; off: its route or channel was turned off.';
comment on column hub.stories.merged_into is 'The story that tells its cause.';

create table hub.story_alerts (
  story_id  bigint       not null,
  event_id  bigint       not null,
  joined_at timestamptz  not null,
  told_at   timestamptz,
  constraint story_alerts_pkey primary key (story_id, event_id),
  constraint story_alerts_story_id_fkey foreign key (story_id) references hub.stories (id) on delete cascade,
  constraint story_alerts_event_id_fkey foreign key (event_id) references public.monitoring_events (id) on delete cascade
);
create index story_alerts_event on hub.story_alerts (event_id);
comment on table hub.story_alerts is 'The alerts of a story.';
comment on column hub.story_alerts.story_id is 'Story.';
comment on column hub.story_alerts.event_id is 'Alert.';
comment on column hub.story_alerts.joined_at is 'When the alert changed so that it belongs here.';
comment on column hub.story_alerts.told_at is 'First message that named it; null = none yet.';

alter table hub.notifications add column story_id bigint;
alter table hub.notifications add column key text;
alter table hub.notifications add column severity text not null default 'info';
alter table hub.notifications add column changed_at timestamptz not null default now();
alter table hub.notifications add column first_tried_at timestamptz;
alter table hub.notifications add column lease_until timestamptz;
alter table hub.notifications add column claimed_by text;
alter table hub.notifications add column copy_of bigint;
alter table hub.notifications add column covers bigint[] not null default '{}';
-- No messages are there yet.
-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
alter table hub.notifications add constraint notifications_story_id_fkey foreign key (story_id) references hub.stories (id) on delete set null;
-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
alter table hub.notifications add constraint notifications_copy_of_fkey foreign key (copy_of) references hub.notifications (id) on delete set null;
-- squawk-ignore disallowed-unique-constraint, constraint-missing-not-valid
alter table hub.notifications add constraint notifications_key unique (key);
-- squawk-ignore require-concurrent-index-deletion
drop index hub.notifications_due;
-- squawk-ignore require-concurrent-index-deletion
drop index hub.notifications_event;
-- squawk-ignore require-concurrent-index-deletion
drop index hub.notifications_channel;
-- squawk-ignore require-concurrent-index-deletion
drop index hub.notifications_route;
-- squawk-ignore require-concurrent-index-creation
create index notifications_queue on hub.notifications (channel_id, due_at, id) where state = 'queued';
-- squawk-ignore require-concurrent-index-creation
create index notifications_sent on hub.notifications (channel_id, sent_at) where state = 'sent';
-- squawk-ignore require-concurrent-index-creation
create index notifications_story on hub.notifications (story_id, id) where story_id is not null;
-- squawk-ignore require-concurrent-index-creation
create index notifications_copy_of on hub.notifications (copy_of) where copy_of is not null;
-- squawk-ignore require-concurrent-index-creation
create index notifications_event on hub.notifications (event_id, id) where event_id is not null;
-- squawk-ignore require-concurrent-index-creation
create index notifications_channel on hub.notifications (channel_id, id) where channel_id is not null;
-- squawk-ignore require-concurrent-index-creation
create index notifications_route on hub.notifications (route_id, id) where route_id is not null;
-- squawk-ignore require-concurrent-index-creation
create index notifications_state on hub.notifications (state, id);
-- squawk-ignore require-concurrent-index-creation
create index notifications_reason on hub.notifications (reason, id);
-- squawk-ignore require-concurrent-index-creation
create index notifications_created on hub.notifications (created_at, id);
comment on column hub.notifications.reason is 'first, new member, worse, unstable, repeat, escalated, resolved, notice (a graphic is done), summary (of what came too late) or test.';
comment on column hub.notifications.state is 'queued, sent, dropped (told in a summary) or dead (its receiver refuses this very message).';
comment on column hub.notifications.message is 'What is said, in the language of the route.';
comment on column hub.notifications.delivery_log is '[{"attempt", "at", "hub", "answered_at", "answer", "ok"}]; without an answer the hub died, or could not write it.';
comment on column hub.notifications.story_id is 'Story it belongs to.';
comment on column hub.notifications.key is 'What makes it unique: each message once.';
comment on column hub.notifications.severity is 'Of its alert.';
comment on column hub.notifications.changed_at is 'When what it tells happened, hub clock.';
comment on column hub.notifications.first_tried_at is 'Start of the first delivery; minus changed_at this is the dwell.';
comment on column hub.notifications.lease_until is 'A hub is delivering it until then; its fence is tries.';
comment on column hub.notifications.claimed_by is 'That hub, or the last one.';
comment on column hub.notifications.copy_of is 'The message of a dead channel that goes this way instead.';
comment on column hub.notifications.covers is 'Messages that a summary tells.';

alter table hub.render_rules add column notify_done boolean not null default false;
comment on column hub.render_rules.notify_done is 'Somebody waits for its graphics: routes that take the kind graphic_done tell when one is done.';

insert into hub.settings (key, value, unit, description, bounds) values
  ('notify.on_air', 'false', null, 'On air: only critical alerts leave the dashboard.', '{"type": "boolean"}'),
  ('notify.dashboard_url', '""', null, 'Address of the dashboard as those who get messages can open it, such as http://hub.studio.lan:8080; empty: messages carry no link.', '{"type": "text"}'),
  ('notify.critical.wait', '0', 'seconds', 'How long a critical alert waits for others of its kind before the first message.', '{"type": "number", "min": 0, "max": 3600}'),
  ('notify.critical.interval', '120', 'seconds', 'Time between two messages of one story about more alerts.', '{"type": "number", "min": 10, "max": 86400}'),
  ('notify.critical.repeat', '600', 'seconds', 'Said again after this time until somebody takes it; 0 = never.', '{"type": "number", "min": 0, "max": 86400}'),
  ('notify.critical.escalate', '300', 'seconds', 'If nobody takes it for this long the second channel is told; 0 = never.', '{"type": "number", "min": 0, "max": 86400}'),
  ('notify.other.wait', '20', 'seconds', 'The same as notify.critical.wait for errors and warnings.', '{"type": "number", "min": 0, "max": 3600}'),
  ('notify.other.interval', '120', 'seconds', 'See notify.critical.interval.', '{"type": "number", "min": 10, "max": 86400}'),
  ('notify.other.repeat', '0', 'seconds', 'See notify.critical.repeat.', '{"type": "number", "min": 0, "max": 86400}'),
  ('notify.other.escalate', '0', 'seconds', 'See notify.critical.escalate.', '{"type": "number", "min": 0, "max": 86400}'),
  ('notify.shortest', '10', 'seconds', 'Two messages of one story are never closer than this, but for its end.', '{"type": "number", "min": 1, "max": 600}'),
  ('notify.unstable_every', '15', 'minutes', 'An alert that comes and goes is told once, then again each such time.', '{"type": "number", "min": 1, "max": 1440}'),
  ('notify.caps', '{"15": 3, "60": 7, "180": 15}', null, 'Most messages of a slack or e-mail channel in so many minutes. What is critical and new, and what ends it, goes through; the rest waits and is told together.', '{"type": "object"}'),
  ('notify.stale_after', '10', 'minutes', 'Messages that waited longer than this are told together in one.', '{"type": "number", "min": 1, "max": 1440}'),
  ('notify.lease', '30', 'seconds', 'A delivery that was not ended by then is taken for lost; half of it is how long a receiver may take.', '{"type": "number", "min": 2, "max": 600}'),
  ('notify.backoff_max', '300', 'seconds', 'Longest pause between two tries of a channel that fails: 2, 4, 8 s and so on up to this.', '{"type": "number", "min": 2, "max": 3600}'),
  ('channel.dead_after', '40', 'seconds', 'A channel that fails this long is dead: an alert, and its messages go the next way.', '{"type": "number", "min": 1, "max": 600}'),
  ('deadman.max_lag', '15', 'seconds', 'The dead-man''s ping stops when no detector looked, or the journal was not read, for this long.', '{"type": "number", "min": 5, "max": 3600}'),
  ('deadman.every', '60', 'seconds', 'Time between two dead-man''s pings.', '{"type": "number", "min": 1, "max": 3600}');
