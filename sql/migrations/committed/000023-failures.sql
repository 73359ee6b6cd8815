--! Previous: sha1:f3ed1cd7fab063574ce34d0dfcb9a4f01a8f63c2
--! Hash: sha1:0c7910d62e1910e1a440a8cc2806eca8eebc5add

set local lock_timeout = '2s';

-- What failed, and what came right after it had failed, each read along an index alone (hub.failures).
-- squawk-ignore require-concurrent-index-deletion
drop index hub.attempts_failed;
-- squawk-ignore require-concurrent-index-creation
create index attempts_failed on hub.attempts (finished_at) include (instruction_id, attempt, started_at) where outcome = 'failed';
-- squawk-ignore require-concurrent-index-creation
create index attempts_righted on hub.attempts (finished_at) include (instruction_id, started_at)
  where attempt > 1 and outcome in ('completed', 'reconciled');

drop function if exists hub.measure(interval, interval, text, timestamptz);
drop function if exists hub.measure_series(timestamptz, timestamptz, interval, text);
drop function if exists hub.measure_failures(timestamptz, timestamptz, interval, text);
