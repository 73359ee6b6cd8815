--! Previous: sha1:f3ed1cd7fab063574ce34d0dfcb9a4f01a8f63c2
--! Hash: sha1:47e85554ab4028bd0c6cfe8e22b7b4624702897b

set local lock_timeout = '2s';

-- How the queue was, minute by minute: depth cannot be counted afterwards, because a retry overwrites when a row became
-- eligible. One row a minute, whatever the traffic.
create table hub.metrics_queue (
  minute       timestamptz not null,
  waiting      bigint      not null,
  oldest_wait  float8      not null,
  constraint metrics_queue_pkey primary key (minute),
  constraint nothing_is_negative check (waiting >= 0 and oldest_wait >= 0)
);
comment on table hub.metrics_queue is 'The queue by minute, as tick() saw it at its longest; hub.measure_waiting reads it.';
comment on column hub.metrics_queue.minute is 'Start of the minute.';
comment on column hub.metrics_queue.waiting is 'Instructions that were ready and not held back; at most 10 000 are counted.';
comment on column hub.metrics_queue.oldest_wait is 'Seconds for which the oldest of them had waited.';
