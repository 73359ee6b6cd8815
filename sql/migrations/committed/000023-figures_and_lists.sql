--! Previous: sha1:f3ed1cd7fab063574ce34d0dfcb9a4f01a8f63c2
--! Hash: sha1:ac6dfa5b253a49288f4fb3a493350a32bf73702a

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

drop function if exists hub.measure(interval, interval, text, timestamptz);
drop function if exists hub.measure_series(timestamptz, timestamptz, interval, text);
drop function if exists hub.measure_failures(timestamptz, timestamptz, interval, text);
