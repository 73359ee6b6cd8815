--! Previous: sha1:8234678aee70dba275e43eaba43c7ab0af346dcb
--! Hash: sha1:95b0786cbb41201600345d8078de92b056738093

set local lock_timeout = '2s';

-- The rollup once more without templates, by minutes and by quarters of an hour: a week's figures add up 672 rows
-- instead of ten thousand minutes times the templates. Days begin at quarters everywhere.
create table hub.metrics_total (
  minutes       int         not null,
  at            timestamptz not null,
  created       bigint      not null default 0,
  completed     bigint      not null default 0,
  latency_sum   float8      not null default 0,
  latency_hist  bigint[]    not null default '{}',
  constraint metrics_total_pkey primary key (minutes, at),
  constraint known_span check (minutes in (1, 15))
);
comment on table hub.metrics_total is 'Rollup of hub.metrics_minute over all templates, by minutes and by quarters of an hour; folded by tick().';
comment on column hub.metrics_total.minutes is 'How long it lasts: 1 or 15 minutes.';
comment on column hub.metrics_total.at is 'When it begins.';
comment on column hub.metrics_total.created is 'Instructions made.';
comment on column hub.metrics_total.completed is 'Instructions completed.';
comment on column hub.metrics_total.latency_sum is 'Seconds from creation to output, summed over completed.';
comment on column hub.metrics_total.latency_hist is 'Counts per latency bucket.';

insert into hub.metrics_total (minutes, at, created, completed, latency_sum, latency_hist)
select s.minutes, date_bin(s.minutes * interval '1 minute', m.minute, timestamptz '2000-01-01 00:00:00+00'), sum(m.created), sum(m.completed), sum(m.latency_sum), array[
  sum(m.latency_hist[1]), sum(m.latency_hist[2]), sum(m.latency_hist[3]), sum(m.latency_hist[4]), sum(m.latency_hist[5]),
  sum(m.latency_hist[6]), sum(m.latency_hist[7]), sum(m.latency_hist[8]), sum(m.latency_hist[9]), sum(m.latency_hist[10]),
  sum(m.latency_hist[11]), sum(m.latency_hist[12]), sum(m.latency_hist[13]), sum(m.latency_hist[14])]
from hub.metrics_minute as m cross join (values (1), (15)) as s (minutes)
group by 1, 2;
