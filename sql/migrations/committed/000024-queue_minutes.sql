--! Previous: sha1:efba6e6e3f37331fdc57c17cbb89d3c46d5f8df6
--! Hash: sha1:58d97b32318bdfa263d0493cc1368c4af09f5a5f

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
