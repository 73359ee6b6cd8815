--! Previous: sha1:58d97b32318bdfa263d0493cc1368c4af09f5a5f
--! Hash: sha1:9b2263ae9ee1e9ecd050942e29c76508cab01293

set local lock_timeout = '2s';

-- Each render changes its row three times: with the usual fifth of a long history, dead rows would slow whatever
-- looks at the queue long before they are removed.
alter table public.render_instructions set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000);
