--! Previous: sha1:87f590b6a93adbc17cd63d6f469370a78672037c
--! Hash: sha1:e2579d21275520029fd37f35e98f0dbc2c10eddb

set local lock_timeout = '2s';

insert into hub.settings (key, value, unit, description, bounds) values
  ('retention.remedies', '90', 'days', 'How long acts of the hub itself are kept in hub.actions; those of people, and those that people took back, stay. 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}');
