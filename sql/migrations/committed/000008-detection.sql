--! Previous: sha1:de8b227ca1afbd535c82b35712027d041197b57d
--! Hash: sha1:b865237be43e63bdcb835f319959244264a7aed4

set local lock_timeout = '2s';

-- It takes the time as every verb does; the new one is laid a moment later.
drop function if exists hub.register_worker(text, text[], text);

-- What a detector answers. An array of these is judged by hub.judge_findings.
create type hub.finding as (
  kind              text,
  event_type        text,
  subject           text,
  severity          text,
  since             timestamptz,
  title             text,
  title_ko          text,
  evidence          jsonb,
  members           jsonb,
  suggested_action  jsonb,
  clear             text
);
comment on type hub.finding is 'What a detector found: one cause. clear: false while it lasts, true when it has provably ended, inconclusive when nobody can tell any more.';

alter table hub.attempts add column eligible_at timestamptz;
alter table hub.attempts add column priority smallint;
comment on column hub.attempts.eligible_at is 'Since when it could have been claimed; started_at minus this is what it waited.';
comment on column hub.attempts.priority is 'Its priority when it was claimed.';

alter table public.monitoring_events add column title_ko text not null default '';
alter table public.monitoring_events add column members jsonb not null default '{}';
alter table public.monitoring_events add column reentry_of bigint;
alter table public.monitoring_events add column recovering_at timestamptz;
alter table public.monitoring_events add column acknowledged_until timestamptz;
comment on column public.monitoring_events.title_ko is 'The same sentence in Korean.';
comment on column public.monitoring_events.members is 'What is affected: {"instructions": [ids], "hands": [ids], "total": n}; the first ones when there are many.';
comment on column public.monitoring_events.reentry_of is 'The alert of the same cause that was resolved before.';
comment on column public.monitoring_events.recovering_at is 'Since when its condition is no longer true; null while it is.';
comment on column public.monitoring_events.acknowledged_until is 'The acknowledgement ends then and the alert returns to the top; null = it holds.';
-- Alerts are few.
-- squawk-ignore require-concurrent-index-creation
create index monitoring_events_cause on public.monitoring_events (kind, subject, resolved_at desc) where state = 'resolved';

create table hub.detectors (
  kind          text  not null,
  scored        boolean not null,
  every         interval not null,
  pending_for   interval not null default '0',
  title         text  not null,
  title_ko      text  not null,
  constraint detectors_pkey primary key (kind),
  constraint every_positive check (every > interval '0')
);
comment on table hub.detectors is 'The kinds of alerts that tick() looks for, each with its function hub.detect_<kind>.';
comment on column hub.detectors.kind is 'Kind of the alert, and the name of its function after detect_.';
comment on column hub.detectors.scored is 'Proven on labelled simulations (docs/detection-quality.md). One that is not tells the dashboard only.';
comment on column hub.detectors.every is 'How often tick() asks it.';
comment on column hub.detectors.pending_for is 'It fires after its condition was true this long; 0 where the rule holds a wait or a test of its own.';
comment on column hub.detectors.title is 'What it watches, in English.';
comment on column hub.detectors.title_ko is 'What it watches, in Korean.';

create table hub.inhibitions (
  parent  text  not null,
  parent_subject text,
  child   text  not null,
  same    text  not null default 'any',
  linger  interval not null default '0',
  constraint inhibitions_pkey primary key (parent, child),
  constraint known_same check (same in ('any', 'worker'))
);
comment on table hub.inhibitions is 'Which alert tells another one''s cause, so that only the first is shown.';
comment on column hub.inhibitions.parent is 'Kind of the alert that tells the cause.';
comment on column hub.inhibitions.parent_subject is 'Only this subject of it; null = any.';
comment on column hub.inhibitions.child is 'Kind that is hidden meanwhile; * = every kind.';
comment on column hub.inhibitions.linger is 'What began before its parent ended stays hidden this long after: it needs a moment to end too.';
comment on column hub.inhibitions.same is 'any, or worker: both have to name the same worker.';

create table hub.template_norms (
  template_name  text         not null,
  samples        int          not null,
  median         float8       not null,
  p99            float8       not null,
  updated_at     timestamptz  not null default now(),
  constraint template_norms_pkey primary key (template_name)
);
comment on table hub.template_norms is 'How long each template usually renders, learnt by tick() from its recent successes.';
comment on column hub.template_norms.template_name is 'Template.';
comment on column hub.template_norms.samples is 'Successes it was learnt from.';
comment on column hub.template_norms.median is 'Seconds.';
comment on column hub.template_norms.p99 is 'Seconds.';
comment on column hub.template_norms.updated_at is 'Hub clock.';

create table hub.pace_minutes (
  minute  timestamptz  not null,
  waited  float8       not null,
  done    float8       not null,
  constraint pace_minutes_pkey primary key (minute)
);
comment on table hub.pace_minutes is 'How rendering went minute by minute, measured by tick(): what a throughput drop is judged by, and what a what-if reads.';
comment on column hub.pace_minutes.minute is 'Start of the minute.';
comment on column hub.pace_minutes.waited is 'Share of it in which runnable work waited, 0 to 1.';
comment on column hub.pace_minutes.done is 'Standard jobs that ended in it (hub.finished_work).';

insert into hub.inhibitions (parent, parent_subject, child, same, linger) values
  ('worker_lost', 'workers', 'stall', 'any', '0'),
  ('worker_lost', 'workers', 'throughput_drop', 'any', '20 minutes'),
  ('worker_lost', 'workers', 'stale_pending', 'any', '20 minutes'),
  ('worker_lost', null, 'stuck_processing', 'worker', '0'),
  ('error_surge', null, 'poison_job', 'any', '0'),
  ('error_surge', null, 'bad_worker', 'any', '0'),
  ('generator_down', 'generator', 'orphan_hand', 'any', '12 hours'),
  ('throughput_drop', null, 'stale_pending', 'any', '20 minutes'),
  ('throughput_drop', null, 'stuck_processing', 'any', '0'),
  ('stall', null, 'throughput_drop', 'any', '20 minutes'),
  ('stall', null, 'stale_pending', 'any', '20 minutes'),
  ('worker_lost', 'workers', 'worker_lost', 'any', '0'),
  ('hub_degraded', 'database', '*', 'any', '0'),
  ('hub_degraded', 'rescues', 'worker_lost', 'any', '0');

insert into hub.settings (key, value, unit, description, bounds) values
  ('alert.recover_for', '60', 'seconds', 'An alert whose condition is gone this long is resolved; kinds with a test of their own for the end follow that.', '{"type": "number", "min": 0, "max": 3600}'),
  ('alert.refresh', '60', 'seconds', 'The figures of an open alert are written anew at most this often, unless it became worse.', '{"type": "number", "min": 1, "max": 3600}'),
  ('alert.members_max', '200', null, 'Most instructions and hands that an alert names; it counts them all.', '{"type": "integer", "min": 1, "max": 10000}'),
  ('resolve.watermark', '10', 'minutes', 'After a person resolved an alert, its cause raises no new one for this long.', '{"type": "number", "min": 0, "max": 1440}'),
  ('flapping.cycles', '3', null, 'An alert that fires for this many times within flapping.per is unstable: it is held open.', '{"type": "integer", "min": 2, "max": 100}'),
  ('flapping.per', '30', 'minutes', 'See flapping.cycles.', '{"type": "number", "min": 1, "max": 1440}'),
  ('flapping.quiet', '30', 'minutes', 'An unstable alert is resolved after this long without its condition.', '{"type": "number", "min": 1, "max": 1440}'),
  ('error.p0', '0.04', null, 'Share of failing attempts that is normal.', '{"type": "number", "min": 0.001, "max": 0.5}'),
  ('error.p1', '0.20', null, 'Share of failing attempts that is bad. Between both, about 10 %, lies the share from which evidence grows.', '{"type": "number", "min": 0.002, "max": 1}'),
  ('error.h', '5', null, 'Evidence at which an error surge fires.', '{"type": "number", "min": 0.5, "max": 100}'),
  ('error.min_distinct', '3', null, 'Different instructions that must have failed within error.per for a surge.', '{"type": "integer", "min": 1, "max": 1000}'),
  ('error.per', '60', 'minutes', 'See error.min_distinct.', '{"type": "number", "min": 1, "max": 1440}'),
  ('error.repeat_window', '30', 'minutes', 'A further failure of one instruction within this time proves nothing new.', '{"type": "number", "min": 0, "max": 1440}'),
  ('error.idle_reset', '30', 'minutes', 'After this long without a finished attempt the evidence is forgotten.', '{"type": "number", "min": 1, "max": 1440}'),
  ('error.clear_share', '0.05', null, 'A surge ends when fewer instructions than this share fail over error.clear_window.', '{"type": "number", "min": 0, "max": 1}'),
  ('error.clear_min', '4', null, 'Instructions that must have finished within error.clear_window to prove it.', '{"type": "integer", "min": 1, "max": 1000}'),
  ('error.clear_window', '10', 'minutes', 'See error.clear_share.', '{"type": "number", "min": 1, "max": 1440}'),
  ('throughput.r', '0.5', null, 'Rendering at this share of its usual rate is a drop.', '{"type": "number", "min": 0.05, "max": 0.95}'),
  ('throughput.h', '6', null, 'Evidence at which a drop fires.', '{"type": "number", "min": 0.5, "max": 100}'),
  ('throughput.learn', '0.999', null, 'What the usual rate keeps of itself each minute in which work waits.', '{"type": "number", "min": 0.5, "max": 0.99999}'),
  ('throughput.per_worker', '0.77', null, 'Standard jobs a minute expected of a worker before anything was seen of it.', '{"type": "number", "min": 0.01, "max": 100}'),
  ('throughput.clear_rate', '0.75', null, 'A drop ends when rendering is back at this share of its usual rate.', '{"type": "number", "min": 0, "max": 1}'),
  ('throughput.idle_minutes', '3', null, 'After so many minutes in which hardly any work waited the evidence is forgotten.', '{"type": "integer", "min": 1, "max": 100}'),
  ('stall.minutes', '[7, 4]', 'minutes', 'Work waits and nothing starts or ends for this long: with one or two workers; with three and more.', '{"type": "array", "min": 1, "max": 1440}'),
  ('stale.badge', '3', null, 'Work that waited this many times the usual p95 of its priority is marked (info), at the earliest after two minutes.', '{"type": "number", "min": 1, "max": 100}'),
  ('orphan.factor', '1.5', null, 'The grace of an orphan hand is at least this many times the longest delay usually seen.', '{"type": "number", "min": 1, "max": 10}'),
  ('orphan.quantile', '0.999', null, 'Which of the delays seen counts as the longest.', '{"type": "number", "min": 0.5, "max": 1}'),
  ('orphan.generator_down_at', '3', null, 'So many premium hands in a row without a graphic: their maker is down.', '{"type": "integer", "min": 1, "max": 100}'),
  ('worker.lost_after', '45', 'seconds', 'A worker that held work and was not heard of for this long is lost.', '{"type": "number", "min": 1, "max": 3600}'),
  ('stuck.factor', '5', null, 'A render that takes this many times the p99 of its template is stuck.', '{"type": "number", "min": 1, "max": 100}'),
  ('stuck.floor', '180', 'seconds', 'But never before this time.', '{"type": "number", "min": 1, "max": 86400}'),
  ('stuck.few_samples', '20', 'minutes', 'With fewer than 30 successes of a template known, a render is stuck after this time.', '{"type": "number", "min": 1, "max": 1440}'),
  ('stuck.while_slow', '30', 'minutes', 'While rendering is slow as a whole, no render is stuck before this time.', '{"type": "number", "min": 1, "max": 1440}'),
  ('inversion.count', '3', null, 'Less urgent work that was taken first this often within inversion.per is an alert.', '{"type": "integer", "min": 1, "max": 1000}'),
  ('inversion.per', '10', 'minutes', 'See inversion.count.', '{"type": "number", "min": 1, "max": 1440}'),
  ('inversion.slack', '10', 'seconds', 'Work must have waited this long before it can be passed over: a poll and a moment.', '{"type": "number", "min": 0, "max": 600}'),
  ('inversion.p1_wait', '60', 'seconds', 'Work of priority 1 that was passed over and waited longer than this is an alert at once.', '{"type": "number", "min": 1, "max": 3600}'),
  ('aging.step', '10', 'minutes', 'Work that waits gains one step of priority for each such time.', '{"type": "number", "min": 1, "max": 1440}'),
  ('aging.max_steps', '2', null, 'Most steps of priority that waiting gains.', '{"type": "integer", "min": 0, "max": 9}'),
  ('bad_worker.failures', '5', null, 'Different instructions that fail on one worker, while others succeed elsewhere, make it a bad worker.', '{"type": "integer", "min": 2, "max": 100}'),
  ('bad_worker.per', '60', 'minutes', 'See bad_worker.failures.', '{"type": "number", "min": 1, "max": 1440}'),
  ('bad_worker.forgive', '30', 'minutes', 'A bad worker gets no work for this long.', '{"type": "number", "min": 1, "max": 1440}'),
  ('suspect.fast', '0.1', null, 'A success in less than this share of its template''s usual time is suspect.', '{"type": "number", "min": 0, "max": 1}'),
  ('silent_table.minutes', '25', 'minutes', 'A table from which no hand came for this long, while others play, is silent; longer if its own rhythm is slower.', '{"type": "number", "min": 1, "max": 1440}'),
  ('clock_skew.limit', '120', 'seconds', 'A capturing PC''s clock that differs by more than this is told.', '{"type": "number", "min": 1, "max": 86400}'),
  ('blind.after', '15', 'seconds', 'If tick() did not run for this long, nobody watched.', '{"type": "number", "min": 1, "max": 3600}'),
  ('remedy.per_minute', '60', null, 'Most automatic acts of all remedies together in a minute.', '{"type": "integer", "min": 0, "max": 10000}'),
  ('remedy.breaker_acts', '20', null, 'A remedy that acted this often while its alert went on firing for remedy.breaker_after stops and says so.', '{"type": "integer", "min": 1, "max": 10000}'),
  ('remedy.breaker_after', '30', 'minutes', 'See remedy.breaker_acts.', '{"type": "number", "min": 1, "max": 1440}'),
  ('bulk.max', '5000', null, 'Most instructions that one bulk act takes on.', '{"type": "integer", "min": 1, "max": 50000}'),
  ('retention.events', '13', 'weeks', 'How long the journal is kept, in whole weeks and at least two; 0 = for ever. A journal cursor that is older is answered with UB410.', '{"type": "integer", "min": 0, "max": 520}'),
  ('retention.attempts', '52', 'weeks', 'How long attempts are kept, in whole weeks and at least two; 0 = for ever.', '{"type": "integer", "min": 0, "max": 520}'),
  ('retention.idempotency_keys', '2', 'days', 'How long answers to requests with an Idempotency-Key are kept; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
  ('retention.preview_tokens', '1', 'days', 'How long bulk previews are kept after they expired; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
  ('retention.sessions', '7', 'days', 'How long browser sessions are kept after they expired; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
  ('retention.notifications', '90', 'days', 'How long messages that were sent, dropped or given up are kept; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
  ('retention.alerts', '365', 'days', 'How long alerts are kept after they ended; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
  ('retention.workers', '30', 'days', 'How long worker sessions that never asked for work are kept; 0 = for ever. All others stay.', '{"type": "number", "min": 0, "max": 3650}'),
  ('retention.metrics', '400', 'days', 'How long figures by the minute are kept; 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}'),
  ('retention.batch', '1000', null, 'Most rows that one statement of hub.maintain removes.', '{"type": "integer", "min": 1, "max": 100000}'),
  ('remedy.retry', '"act"', null, 'Failures that may pass are tried again after a pause (retry.*).', '{"type": "text", "one_of": ["off", "suggest", "act"]}'),
  ('remedy.rescue', '"act"', null, 'Work of dead workers goes back to the queue.', '{"type": "text", "one_of": ["off", "suggest", "act"]}'),
  ('remedy.expire', '"act"', null, 'What waits past its expiry is cancelled.', '{"type": "text", "one_of": ["off", "suggest", "act"]}'),
  ('remedy.reconcile', '"act"', null, 'What was reported failed although its output is there is completed.', '{"type": "text", "one_of": ["off", "suggest", "act"]}'),
  ('remedy.stale_pending', '"act"', null, 'Work that waits too long gains one step of priority, and the workers are rung.', '{"type": "text", "one_of": ["off", "suggest", "act"]}'),
  ('remedy.priority_inversion', '"act"', null, 'Waiting work gains priority with time (aging).', '{"type": "text", "one_of": ["off", "suggest", "act"]}'),
  ('remedy.orphan_hand', '"act"', null, 'The hub makes the graphic of a premium hand that nobody made in time.', '{"type": "text", "one_of": ["off", "suggest", "act"]}'),
  ('remedy.bad_worker', '"act"', null, 'A bad worker gets no work for a while.', '{"type": "text", "one_of": ["off", "suggest", "act"]}'),
  ('remedy.stuck_processing', '"suggest"', null, 'A stuck render is taken from its worker and given to another. An old poller cannot be told, and may finish it all the same.', '{"type": "text", "one_of": ["off", "suggest", "act"]}');

insert into hub.detectors (kind, scored, every, pending_for, title, title_ko) values
  ('stale_pending', true, '1 second', '0', 'Work that should have started', '시작되었어야 할 작업'),
  ('orphan_hand', true, '1 second', '0', 'Premium hands without a graphic', '그래픽이 없는 프리미엄 핸드'),
  ('generator_down', true, '1 second', '0', 'Nobody makes graphics for premium hands', '프리미엄 핸드의 그래픽을 만드는 쪽이 멈춤'),
  ('error_surge', true, '2 seconds', '0', 'More failures than chance explains', '우연으로 볼 수 없는 실패 증가'),
  ('throughput_drop', true, '2 seconds', '0', 'Rendering slower than it can, while work waits', '작업이 밀려 있는데 렌더링이 느림'),
  ('stall', true, '2 seconds', '0', 'Work waits and nothing moves', '작업이 밀려 있는데 아무것도 움직이지 않음'),
  ('worker_lost', true, '1 second', '0', 'Workers that died with work in their hands', '작업을 든 채 사라진 워커'),
  ('stuck_processing', true, '2 seconds', '0', 'Renders that do not end', '끝나지 않는 렌더링'),
  ('priority_inversion', false, '5 seconds', '0', 'Less urgent work taken first', '덜 급한 작업이 먼저 처리됨'),
  ('poison_job', false, '5 seconds', '0', 'Work that fails everywhere', '어디서나 실패하는 작업'),
  ('bad_worker', false, '5 seconds', '0', 'A worker on which everything fails', '무엇이든 실패하는 워커'),
  ('suspect_output', false, '15 seconds', '30 seconds', 'Outputs that do not look right', '의심스러운 출력물'),
  ('graphic_missing', false, '5 seconds', '0', 'Graphics that a rule wanted and nobody made', '규칙이 원했으나 아무도 만들지 않은 그래픽'),
  ('silent_table', false, '15 seconds', '30 seconds', 'Tables from which no hand comes', '핸드가 오지 않는 테이블'),
  ('clock_skew', false, '60 seconds', '30 seconds', 'Clocks of capturing PCs that differ', '시계가 어긋난 캡처 PC'),
  ('hub_degraded', false, '5 seconds', '30 seconds', 'The hub''s own ear and database', '허브 자체의 수신과 데이터베이스'),
  ('detectors_blind', false, '1 second', '0', 'Times in which nobody watched', '감시가 멈췄던 시간'),
  ('partition_default_used', false, '60 seconds', '0', 'History without a partition of its own', '파티션이 없는 이력'),
  ('rule_failed', false, '5 seconds', '0', 'Rules that fail', '실패하는 규칙'),
  ('remedy_paused', false, '5 seconds', '0', 'Remedies that do not help', '도움이 되지 않는 자동 조치');
