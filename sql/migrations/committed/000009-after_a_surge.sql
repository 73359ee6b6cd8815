--! Previous: sha1:b865237be43e63bdcb835f319959244264a7aed4
--! Hash: sha1:48066cfb42b7593ddbe975bb36de4be6516b5e8d

set local lock_timeout = '2s';

-- What failed in a surge is tried once more when it ends: until that is seen, no alert of its own.
update hub.inhibitions set linger = '20 minutes' where parent = 'error_surge' and child = 'poison_job';

insert into hub.settings (key, value, unit, description, bounds) values
  ('remedy.error_surge', '"act"', null, 'What used up its retries during an error surge is tried once more when the surge is over.', '{"type": "text", "one_of": ["off", "suggest", "act"]}');
