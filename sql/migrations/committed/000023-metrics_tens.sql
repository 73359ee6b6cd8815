--! Previous: sha1:c623f47f4da1e5d4c2f28b1c70ef372df57177f3
--! Hash: sha1:efba6e6e3f37331fdc57c17cbb89d3c46d5f8df6

set local lock_timeout = '2s';

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
