--! Previous: sha1:4ac7c4c657a4cec48b4c59348a7e8c47c5c5a88b
--! Hash: sha1:f67ffe2ead0d35d50192d4a9306b9fa83438c29d

set local lock_timeout = '2s';

insert into hub.settings (key, value, unit, description, bounds) values
  ('retention.remedies', '90', 'days', 'How long acts of the hub itself are kept in hub.actions; those of people, and those that people took back, stay. 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}');
