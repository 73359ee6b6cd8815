--! Previous: sha1:f3ed1cd7fab063574ce34d0dfcb9a4f01a8f63c2
--! Hash: sha1:f4042edf7a4db6bdd53505ed37042261550555ac

set local lock_timeout = '2s';

-- What failed, and what came right after it had failed, each read along an index alone (hub.failures).
-- squawk-ignore require-concurrent-index-deletion
drop index hub.attempts_failed;
-- squawk-ignore require-concurrent-index-creation
create index attempts_failed on hub.attempts (finished_at) include (instruction_id, attempt, started_at) where outcome = 'failed';
-- squawk-ignore require-concurrent-index-creation
create index attempts_righted on hub.attempts (finished_at) include (instruction_id, started_at)
  where attempt > 1 and outcome in ('completed', 'reconciled');
-- Whether a poller that never registers is about (hub.count_workers): nearly nobody is, and all others need not be read.
-- squawk-ignore require-concurrent-index-creation
create index attempts_unregistered on hub.attempts (finished_at) where worker_id is null;

-- What failed at one table (hub.list_table_instructions): its hands from an index alone, and of each only what failed.
-- squawk-ignore require-concurrent-index-deletion
drop index public.hands_table_recorded;
-- squawk-ignore require-concurrent-index-creation
create index hands_table_recorded on public.hands (table_id, recorded_at, id);
-- squawk-ignore require-concurrent-index-creation
create index render_instructions_failed_hand on public.render_instructions (hand_id) where status = 'failed' and hand_id is not null;

-- A window that begins within a minute reads the rest of it from here, where it was counted row by row.
create table hub.metrics_tens (
  at           timestamptz not null,
  completed    bigint      not null default 0,
  delivered    bigint      not null default 0,
  latency_sum  float8      not null default 0,
  constraint metrics_tens_pkey primary key (at)
);
comment on table hub.metrics_tens is 'Rollup of what was completed by ten seconds, of the last eight days; folded by tick().';
comment on column hub.metrics_tens.at is 'When they begin.';
comment on column hub.metrics_tens.completed is 'Instructions completed.';
comment on column hub.metrics_tens.delivered is 'Of these, those whose first output it was.';
comment on column hub.metrics_tens.latency_sum is 'Seconds from creation to output, summed over delivered.';

drop function if exists hub.measure(interval, interval, text, timestamptz);
drop function if exists hub.measure_series(timestamptz, timestamptz, interval, text);
drop function if exists hub.measure_failures(timestamptz, timestamptz, interval, text);
