--! Previous: sha1:9b2263ae9ee1e9ecd050942e29c76508cab01293
--! Hash: sha1:58ceba8fd3512f4fcf386bfc60893f7a462bd5bf

set local lock_timeout = '2s';

insert into hub.settings (key, value, unit, description, bounds) values
  ('error.min_ended', '8', null, 'Different instructions that must have ended within error.per for a surge, unless all of them failed.', '{"type": "integer", "min": 1, "max": 1000}')
on conflict (key) do nothing;
