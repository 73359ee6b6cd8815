--! Previous: sha1:47b9904059a07712f9f1abb72151deb411a9ca14
--! Hash: sha1:e36c37f5f23dc631e504a14db4f3463e6f6c5207

set local lock_timeout = '2s';

create sequence hub.events_id_seq as bigint cache 1;
comment on sequence hub.events_id_seq is 'Ids of the journal; cache 1, so that ids of one row''s events stand in write order.';
create sequence hub.last_ring as bigint minvalue 0 start 0;
comment on sequence hub.last_ring is 'Milliseconds since 1970 of the last ring of the doorbell. A sequence, because nobody has to wait for it.';
create sequence hub.refusals as bigint;
comment on sequence hub.refusals is 'How many illegal claims and stale reports were refused; counts on although the refused transaction rolls back.';

create table hub.events (
  id           bigint      not null default nextval('hub.events_id_seq'),
  at           timestamptz not null default now(),
  xid          xid8        not null default pg_current_xact_id(),
  cause        bigint,
  op           text,
  kind         text        not null,
  subject      text        not null,
  actor        text        not null,
  role         text        not null default session_user,
  application  text,
  reason       text,
  doc          jsonb       not null default '{}',
  constraint events_pkey primary key (id, at),
  constraint known_op check (op in ('insert', 'update', 'delete'))
) partition by range (at);
create index events_xid on hub.events (xid);
create index events_subject on hub.events (subject, id);
create table hub.events_default partition of hub.events default;
comment on table hub.events is 'The journal: every change of state, who made it and why. Append-only, by week; read it with hub.read_events.';
comment on table hub.events_default is 'Journal rows that no week was made for; should be empty (hub.maintain makes weeks ahead).';
comment on column hub.events.id is 'Order of writing; gaps are normal, ids become visible out of order.';
comment on column hub.events.at is 'Hub clock.';
comment on column hub.events.xid is 'Transaction that wrote it; what makes reading between two snapshots exact.';
comment on column hub.events.cause is 'Event that led to this one.';
comment on column hub.events.op is 'insert: doc is the whole row; update: doc is the changed columns; delete: doc is the whole row; null: doc is free.';
comment on column hub.events.kind is 'What happened: hand.recorded, instruction.claimed.';
comment on column hub.events.subject is 'To what: hand:12, instruction:45, rule:premium_hand.';
comment on column hub.events.actor is 'Who: the setting hub.actor when given, else the login role.';
comment on column hub.events.role is 'Login role of the writer.';
comment on column hub.events.application is 'application_name of the writer.';
comment on column hub.events.reason is 'Why: the setting hub.reason when given, else the verb that did it.';
comment on column hub.events.doc is 'See op.';

create table hub.attempts (
  instruction_id  bigint      not null,
  attempt         bigint      not null,
  worker_id       uuid,
  template_name   text        not null,
  claimed_by      text        not null,
  started_at      timestamptz not null,
  finished_at     timestamptz,
  released_at     timestamptz,
  outcome         text,
  error_class     text,
  progress        smallint    not null default 0,
  error_message   text,
  constraint attempts_pkey primary key (instruction_id, attempt, started_at),
  constraint known_outcome check (outcome in (
    'completed', 'failed', 'released', 'rescued', 'cancelled', 'reconciled')),
  constraint outcome_when_finished check ((finished_at is null) = (outcome is null))
) partition by range (started_at);
create index attempts_finished on hub.attempts (finished_at);
-- What a worker's heartbeat has to tell it: work that was taken back and that it has not put down yet.
create index attempts_taken_back on hub.attempts (worker_id)
  where released_at is null and outcome in ('cancelled', 'rescued');
create table hub.attempts_default partition of hub.attempts default;
comment on table hub.attempts is 'One row per claim: who tried, when, and how it ended. Never deleted by a retry; by week.';
comment on table hub.attempts_default is 'Attempts that no week was made for; should be empty (hub.maintain makes weeks ahead).';
comment on column hub.attempts.instruction_id is 'The instruction (no foreign key: history outlives it).';
comment on column hub.attempts.attempt is 'The fencing token of the claim.';
comment on column hub.attempts.worker_id is 'Worker session; null for an old poller.';
comment on column hub.attempts.template_name is 'Template, for statistics without a join.';
comment on column hub.attempts.claimed_by is 'Host of the worker, or login role and application of an old poller.';
comment on column hub.attempts.started_at is 'Claimed, hub clock.';
comment on column hub.attempts.finished_at is 'Ended, hub clock; null while it runs.';
comment on column hub.attempts.released_at is 'The worker has put it down after it was cancelled; until then heartbeat answers cancel.';
comment on column hub.attempts.outcome is 'completed, failed, released, rescued, cancelled or reconciled (the output was there although it was reported failed).';
comment on column hub.attempts.error_class is 'retryable, permanent or unknown, of a failure.';
comment on column hub.attempts.progress is 'Per cent reached.';
comment on column hub.attempts.error_message is 'What the worker said.';

create table hub.retention (
  table_name     text        not null,
  dropped_until  timestamptz not null,
  dropped_xid    xid8,
  constraint retention_pkey primary key (table_name)
);
comment on table hub.retention is 'How far history has been dropped; an older journal cursor is answered with UB410.';
comment on column hub.retention.table_name is 'hub.events or hub.attempts.';
comment on column hub.retention.dropped_until is 'Everything before this is gone.';
comment on column hub.retention.dropped_xid is 'Highest transaction among the dropped journal rows.';

create table hub.journal_readers (
  reader      text        not null,
  cursor      text        not null,
  updated_at  timestamptz not null default now(),
  constraint journal_readers_pkey primary key (reader)
);
comment on table hub.journal_readers is 'Where each of the hub''s own journal readers stands.';
comment on column hub.journal_readers.reader is 'Name of the reader.';
comment on column hub.journal_readers.cursor is 'Cursor of hub.read_events up to which it has acted.';
comment on column hub.journal_readers.updated_at is 'Hub clock.';

create table hub.hand_sources (
  hand_id      bigint      not null,
  hash         text        not null,
  received_at  timestamptz not null default now(),
  raw          jsonb       not null,
  constraint hand_sources_pkey primary key (hand_id, hash),
  constraint hand_sources_hand_id_fkey foreign key (hand_id) references public.hands (id) on delete cascade
);
comment on table hub.hand_sources is 'What the capturing project sent for a hand, word for word; one row per revision.';
comment on column hub.hand_sources.hand_id is 'The hand.';
comment on column hub.hand_sources.hash is 'SHA-256 of the document given to hub.record_hand.';
comment on column hub.hand_sources.received_at is 'Hub clock.';
comment on column hub.hand_sources.raw is 'The raw document.';

create table hub.rule_work (
  id             bigint      generated always as identity,
  rule_id        bigint      not null,
  hand_id        bigint,
  tournament_id  bigint,
  tries          int         not null default 0,
  due_at         timestamptz not null,
  created_at     timestamptz not null default now(),
  event          text        not null,
  subject        text        not null,
  last_error     text,
  constraint rule_work_pkey primary key (id),
  constraint rule_work_once unique nulls not distinct (rule_id, hand_id, tournament_id, subject),
  constraint rule_work_rule_id_fkey foreign key (rule_id) references hub.render_rules (id) on delete cascade,
  constraint rule_work_hand_id_fkey foreign key (hand_id) references public.hands (id) on delete cascade,
  constraint rule_work_tournament_id_fkey foreign key (tournament_id) references public.tournaments (id) on delete cascade
);
create index rule_work_due on hub.rule_work (due_at, id);
create index rule_work_hand on hub.rule_work (hand_id) where hand_id is not null;
create index rule_work_tournament on hub.rule_work (tournament_id) where tournament_id is not null;
comment on table hub.rule_work is 'What tick() still has to decide: rules that need other hands or time, and rules that failed and are tried again.';
comment on column hub.rule_work.id is 'Key.';
comment on column hub.rule_work.rule_id is 'The rule.';
comment on column hub.rule_work.hand_id is 'The hand it is about.';
comment on column hub.rule_work.tournament_id is 'The tournament it is about.';
comment on column hub.rule_work.tries is 'How often it failed.';
comment on column hub.rule_work.due_at is 'Not before this, hub clock.';
comment on column hub.rule_work.created_at is 'Hub clock.';
comment on column hub.rule_work.event is 'The domain event.';
comment on column hub.rule_work.subject is 'Tells apart several events of one hand: the seat of an eliminated player; empty when there is one.';
comment on column hub.rule_work.last_error is 'Why it failed last.';

create table hub.workers (
  id             uuid        not null default gen_random_uuid(),
  host           text        not null,
  capabilities   text[]      not null default '{}',
  client         text,
  role           text        not null default session_user,
  attended       boolean     not null default false,
  attended_pid   int,
  lease          interval,
  registered_at  timestamptz not null default now(),
  last_seen_at   timestamptz not null default now(),
  lost_at        timestamptz,
  avoid_until    timestamptz,
  constraint workers_pkey primary key (id),
  constraint host_given check (btrim(host) <> '')
);
create index workers_last_seen on hub.workers (last_seen_at);
comment on table hub.workers is 'Worker sessions: a fresh one per start, so that a reused host name cannot inherit old work.';
comment on column hub.workers.id is 'The session.';
comment on column hub.workers.host is 'Name of the PC.';
comment on column hub.workers.capabilities is 'What it can do; template:NAME entries limit what it is given.';
comment on column hub.workers.client is 'Client and contract version, as it says.';
comment on column hub.workers.role is 'Login role that registered it.';
comment on column hub.workers.attended is 'It has proved its presence with hub.attend; otherwise the lease decides.';
comment on column hub.workers.attended_pid is 'Server process of its presence connection.';
comment on column hub.workers.lease is 'Lease it asked for at its last claim; its heartbeats extend by as much.';
comment on column hub.workers.registered_at is 'Hub clock.';
comment on column hub.workers.last_seen_at is 'Last claim or heartbeat, hub clock.';
comment on column hub.workers.lost_at is 'When it was found gone.';
comment on column hub.workers.avoid_until is 'Gets no work until then: too many different failures on it.';

create table hub.pauses (
  id             bigint      generated always as identity,
  scope          text        not null,
  paused_at      timestamptz not null default now(),
  paused_by      text        not null,
  reason         text        not null,
  resumed_at     timestamptz,
  resumed_by     text,
  resume_reason  text,
  constraint pauses_pkey primary key (id),
  constraint known_scope check (scope = 'queue' or scope ~ '^(template|worker):.+$'),
  constraint resumed_has_actor check ((resumed_at is null) = (resumed_by is null))
);
create unique index pauses_open on hub.pauses (scope) where resumed_at is null;
comment on table hub.pauses is 'What is or was held back. Pausing touches no instruction.';
comment on column hub.pauses.id is 'Key.';
comment on column hub.pauses.scope is 'queue, template:NAME or worker:ID.';
comment on column hub.pauses.paused_at is 'Hub clock.';
comment on column hub.pauses.paused_by is 'Actor.';
comment on column hub.pauses.reason is 'Why.';
comment on column hub.pauses.resumed_at is 'Hub clock; null while it lasts.';
comment on column hub.pauses.resumed_by is 'Actor.';
comment on column hub.pauses.resume_reason is 'Why.';

create table hub.actions (
  id          bigint      generated always as identity,
  at          timestamptz not null default now(),
  actor       text        not null,
  verb        text        not null,
  subject     text        not null,
  reason      text        not null,
  undo_of     bigint,
  undo_until  timestamptz,
  before      jsonb,
  after       jsonb,
  evidence    jsonb,
  constraint actions_pkey primary key (id),
  constraint actions_undo_of_fkey foreign key (undo_of) references hub.actions (id) on delete set null,
  constraint actor_given check (btrim(actor) <> ''),
  constraint reason_given check (btrim(reason) <> '')
);
create unique index actions_undo_of on hub.actions (undo_of) where undo_of is not null;
create index actions_at on hub.actions (at desc, id desc);
create index actions_subject on hub.actions (subject, id);
comment on table hub.actions is 'Every intervention, by people and by the hub''s remedies: who, what, why, before and after.';
comment on column hub.actions.id is 'Key.';
comment on column hub.actions.at is 'Hub clock.';
comment on column hub.actions.actor is 'Person, or hub:<rule>.';
comment on column hub.actions.verb is 'The verb that was called.';
comment on column hub.actions.subject is 'On what: instruction:45, scope:queue.';
comment on column hub.actions.reason is 'Why, in the actor''s words.';
comment on column hub.actions.undo_of is 'The action that this one took back.';
comment on column hub.actions.undo_until is 'Until when it can be taken back; null = it cannot.';
comment on column hub.actions.before is 'The row before, as far as it changed.';
comment on column hub.actions.after is 'The row after, as far as it changed.';
comment on column hub.actions.evidence is 'What an automatic act was based on.';

create table hub.detector_state (
  detector    text        not null,
  subject     text        not null default 'global',
  state       jsonb       not null default '{}',
  updated_at  timestamptz not null default now(),
  constraint detector_state_pkey primary key (detector, subject)
);
comment on table hub.detector_state is 'What tick() remembers between two looks: sums, watermarks, last-seen values.';
comment on column hub.detector_state.detector is 'Which step of tick() owns it.';
comment on column hub.detector_state.subject is 'Scope.';
comment on column hub.detector_state.state is 'Its memory.';
comment on column hub.detector_state.updated_at is 'Hub clock.';

create table hub.metrics_minute (
  minute         timestamptz not null,
  template_name  text        not null,
  completed      int         not null default 0,
  failed         int         not null default 0,
  rescued        int         not null default 0,
  created        int         not null default 0,
  latency_sum    float8      not null default 0,
  latency_hist   int[]       not null default '{}',
  constraint metrics_minute_pkey primary key (minute, template_name)
);
comment on table hub.metrics_minute is 'Rollup of finished attempts by minute and template; folded by tick().';
comment on column hub.metrics_minute.minute is 'Start of the minute.';
comment on column hub.metrics_minute.template_name is 'Template.';
comment on column hub.metrics_minute.completed is 'Instructions completed.';
comment on column hub.metrics_minute.failed is 'Attempts failed.';
comment on column hub.metrics_minute.rescued is 'Attempts taken back from dead workers.';
comment on column hub.metrics_minute.created is 'Instructions made.';
comment on column hub.metrics_minute.latency_sum is 'Seconds from creation to output, summed over completed.';
comment on column hub.metrics_minute.latency_hist is 'Counts per latency bucket.';

create table hub.channels (
  id          bigint      generated always as identity,
  name        text        not null,
  kind        text        not null,
  enabled     boolean     not null default true,
  config      jsonb       not null default '{}',
  created_at  timestamptz not null default now(),
  constraint channels_pkey primary key (id),
  constraint channels_name unique (name),
  constraint known_kind check (kind in ('slack', 'email', 'webhook'))
);
comment on table hub.channels is 'Where alerts are sent.';
comment on column hub.channels.id is 'Key.';
comment on column hub.channels.name is 'Name, unique.';
comment on column hub.channels.kind is 'slack, email or webhook.';
comment on column hub.channels.enabled is 'Off: nothing is sent.';
comment on column hub.channels.config is 'Address and secrets; written, never shown.';
comment on column hub.channels.created_at is 'Hub clock.';

create table hub.routes (
  id          bigint      generated always as identity,
  name        text        not null,
  channel_id  bigint      not null,
  enabled     boolean     not null default true,
  position    int         not null default 100,
  match       jsonb       not null default '{}',
  created_at  timestamptz not null default now(),
  constraint routes_pkey primary key (id),
  constraint routes_name unique (name),
  constraint routes_channel_id_fkey foreign key (channel_id) references hub.channels (id) on delete cascade,
  constraint match_is_object check (jsonb_typeof(match) = 'object')
);
create index routes_channel on hub.routes (channel_id);
comment on table hub.routes is 'Which alert goes to which channel.';
comment on column hub.routes.id is 'Key.';
comment on column hub.routes.name is 'Name, unique.';
comment on column hub.routes.channel_id is 'Where to.';
comment on column hub.routes.enabled is 'Off: skipped.';
comment on column hub.routes.position is 'Order, lowest first.';
comment on column hub.routes.match is 'What it takes: {"severity": [..], "kind": [..], "subject": ".."}.';
comment on column hub.routes.created_at is 'Hub clock.';

create table hub.notifications (
  id             bigint      generated always as identity,
  event_id       bigint,
  channel_id     bigint,
  route_id       bigint,
  state          text        not null default 'queued',
  tries          int         not null default 0,
  created_at     timestamptz not null default now(),
  due_at         timestamptz not null default now(),
  sent_at        timestamptz,
  reason         text        not null,
  message        jsonb       not null default '{}',
  delivery_log   jsonb       not null default '[]',
  constraint notifications_pkey primary key (id),
  constraint notifications_event_id_fkey foreign key (event_id) references public.monitoring_events (id) on delete set null,
  constraint notifications_channel_id_fkey foreign key (channel_id) references hub.channels (id) on delete set null,
  constraint notifications_route_id_fkey foreign key (route_id) references hub.routes (id) on delete set null,
  constraint known_state check (state in ('queued', 'sent', 'dropped', 'dead')),
  constraint sent_has_time check ((state = 'sent') = (sent_at is not null))
);
create index notifications_due on hub.notifications (due_at, id) where state = 'queued';
create index notifications_event on hub.notifications (event_id) where event_id is not null;
create index notifications_channel on hub.notifications (channel_id) where channel_id is not null;
create index notifications_route on hub.notifications (route_id) where route_id is not null;
comment on table hub.notifications is 'Outbox of messages to people, with what became of each.';
comment on column hub.notifications.id is 'Key.';
comment on column hub.notifications.event_id is 'The alert.';
comment on column hub.notifications.channel_id is 'Where to.';
comment on column hub.notifications.route_id is 'Why there.';
comment on column hub.notifications.state is 'queued, sent, dropped or dead.';
comment on column hub.notifications.tries is 'Deliveries tried.';
comment on column hub.notifications.created_at is 'Hub clock.';
comment on column hub.notifications.due_at is 'Not before this, hub clock.';
comment on column hub.notifications.sent_at is 'Hub clock.';
comment on column hub.notifications.reason is 'first, new member, worse, resolved or repeat.';
comment on column hub.notifications.message is 'What is said.';
comment on column hub.notifications.delivery_log is '[{"at", "answer"}].';

create table hub.api_tokens (
  id            bigint      generated always as identity,
  name          text        not null,
  role          text        not null,
  token_hash    text        not null,
  created_at    timestamptz not null default now(),
  last_used_at  timestamptz,
  revoked_at    timestamptz,
  constraint api_tokens_pkey primary key (id),
  constraint api_tokens_hash unique (token_hash),
  constraint known_role check (role in ('viewer', 'operator', 'admin'))
);
comment on table hub.api_tokens is 'Bearer tokens of the HTTP API, hashed.';
comment on column hub.api_tokens.id is 'Key.';
comment on column hub.api_tokens.name is 'Whose it is.';
comment on column hub.api_tokens.role is 'viewer, operator or admin.';
comment on column hub.api_tokens.token_hash is 'SHA-256 of the token.';
comment on column hub.api_tokens.created_at is 'Hub clock.';
comment on column hub.api_tokens.last_used_at is 'Hub clock.';
comment on column hub.api_tokens.revoked_at is 'Hub clock; null while it is good.';

create table hub.sessions (
  id_hash       text        not null,
  token_id      bigint      not null,
  created_at    timestamptz not null default now(),
  expires_at    timestamptz not null,
  constraint sessions_pkey primary key (id_hash),
  constraint sessions_token_id_fkey foreign key (token_id) references hub.api_tokens (id) on delete cascade
);
create index sessions_token on hub.sessions (token_id);
create index sessions_expiry on hub.sessions (expires_at);
comment on table hub.sessions is 'Browser sessions, hashed.';
comment on column hub.sessions.id_hash is 'SHA-256 of the cookie''s value.';
comment on column hub.sessions.token_id is 'Token it was opened with.';
comment on column hub.sessions.created_at is 'Hub clock.';
comment on column hub.sessions.expires_at is 'Hub clock.';

create table hub.idempotency_keys (
  key         text        not null,
  actor       text        not null,
  created_at  timestamptz not null default now(),
  request     text        not null,
  status      int,
  response    jsonb,
  constraint idempotency_keys_pkey primary key (actor, key)
);
create index idempotency_keys_created on hub.idempotency_keys (created_at);
comment on table hub.idempotency_keys is 'Answers already given to requests with an Idempotency-Key.';
comment on column hub.idempotency_keys.key is 'As the caller chose.';
comment on column hub.idempotency_keys.actor is 'Who called.';
comment on column hub.idempotency_keys.created_at is 'Hub clock.';
comment on column hub.idempotency_keys.request is 'SHA-256 of method, path and body.';
comment on column hub.idempotency_keys.status is 'HTTP status given.';
comment on column hub.idempotency_keys.response is 'Body given.';

create table hub.preview_tokens (
  id_hash     text        not null,
  actor       text        not null,
  verb        text        not null,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  filter      jsonb       not null,
  members     jsonb       not null,
  constraint preview_tokens_pkey primary key (id_hash)
);
create index preview_tokens_expiry on hub.preview_tokens (expires_at);
comment on table hub.preview_tokens is 'What a bulk preview promised, so that doing it does just that.';
comment on column hub.preview_tokens.id_hash is 'SHA-256 of the token.';
comment on column hub.preview_tokens.actor is 'Who previewed.';
comment on column hub.preview_tokens.verb is 'The bulk verb.';
comment on column hub.preview_tokens.created_at is 'Hub clock.';
comment on column hub.preview_tokens.expires_at is 'Hub clock.';
comment on column hub.preview_tokens.filter is 'The filter that was asked for.';
comment on column hub.preview_tokens.members is '[{"id", "updated_at"}] of the rows that matched.';
