--! Previous: sha1:f3ed1cd7fab063574ce34d0dfcb9a4f01a8f63c2
--! Hash: sha1:f14ef09bfa64146afb3e669be887232169552b17

set local lock_timeout = '2s';

insert into hub.settings (key, value, unit, description, bounds) values
  ('suspect.group_at', '10', null, 'This many outputs with the same thing wrong are told as one alert instead of one each.', '{"type": "integer", "min": 2, "max": 1000}');
