--! Previous: sha1:0a60bc9a43b0c56863393e582093239ee26acad5
--! Hash: sha1:9f3f3764774f56654b0d6dc579a394ed31459681

set local lock_timeout = '2s';

-- Whether anything failed is told by the rollup, too; and figures are told whether latencies are wanted.
alter table hub.metrics_total add column failed bigint not null default 0;
comment on column hub.metrics_total.failed is 'Attempts that failed.';

-- A window that begins within a minute has its percentiles from here; what was folded before has none.
alter table hub.metrics_tens add column latency_hist int[] not null default '{}';
comment on column hub.metrics_tens.latency_hist is 'Counts per latency bucket.';

drop function if exists hub.quantile(bigint[], float8);
drop function if exists hub.measure_completed(timestamptz, timestamptz);
drop function if exists hub.measure_minutes(timestamptz, timestamptz);
drop function if exists hub.measure_quarters(timestamptz, timestamptz);
drop function if exists hub.measure_series(timestamptz, timestamptz, interval, text);
drop function if exists hub.rolled_up(timestamptz, timestamptz);
