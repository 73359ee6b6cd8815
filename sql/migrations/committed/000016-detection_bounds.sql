--! Previous: sha1:e2579d21275520029fd37f35e98f0dbc2c10eddb
--! Hash: sha1:8234678aee70dba275e43eaba43c7ab0af346dcb

set local lock_timeout = '2s';

insert into hub.settings (key, value, unit, description, bounds) values
  ('bad_worker.z', '1.96', null, 'How sure it has to be that a worker fails more than the others: standard deviations, 1.96 = 97.5 % on either side.', '{"type": "number", "min": 0, "max": 5}');
