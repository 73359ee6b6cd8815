--! Previous: sha1:1522f490cfe82aec4c97c5b977f595dd6d2bc206
--! Hash: sha1:c623f47f4da1e5d4c2f28b1c70ef372df57177f3

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
