--! Previous: sha1:90c42d639d205bf06fca221822e1252671317532
--! Hash: sha1:34217cb49de19fe71428b18b24613a0daf95dab8

set local lock_timeout = '2s';

insert into hub.settings (key, value, unit, description, bounds) values
  ('retention.remedies', '90', 'days', 'How long acts of the hub itself are kept in hub.actions; those of people, and those that people took back, stay. 0 = for ever.', '{"type": "number", "min": 0, "max": 3650}');
