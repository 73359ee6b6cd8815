--! Previous: sha1:58ceba8fd3512f4fcf386bfc60893f7a462bd5bf
--! Hash: sha1:b7ed9d6139288ca56cccc50c6ed46b96aa51f72c

set local lock_timeout = '2s';

insert into hub.settings (key, value, unit, description, bounds) values
  ('error.fire_share', '0.1', null, 'Different instructions that ended within error.per must have failed beyond this share for a surge, unless all of them failed.', '{"type": "number", "min": 0, "max": 1}')
on conflict (key) do nothing;
