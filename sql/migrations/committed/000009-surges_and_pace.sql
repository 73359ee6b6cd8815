--! Previous: sha1:b865237be43e63bdcb835f319959244264a7aed4
--! Hash: sha1:ea552c42516b103596062b5d90021f7eab2055b1

set local lock_timeout = '2s';

-- What failed in a surge is tried once more when it ends: until that is seen, no alert of its own.
update hub.inhibitions set linger = '20 minutes' where parent = 'error_surge' and child = 'poison_job';

insert into hub.settings (key, value, unit, description, bounds) values
  ('remedy.error_surge', '"act"', null, 'What used up its retries during an error surge is tried once more when the surge is over.', '{"type": "text", "one_of": ["off", "suggest", "act"]}');

-- Rendered work is kept in the seconds it usually takes: counted in jobs of the mean length, a
-- change of the mix looked like a change of speed.
comment on column hub.pace_minutes.done is 'Work done in it, in the seconds it usually takes (hub.finished_work).';
update hub.pace_minutes as m set done = m.done * coalesce((select (n.state ->> 'mean')::float8 from hub.detector_state as n where n.detector = 'norms'), 60);
update hub.detector_state as s
set state = s.state || jsonb_build_object('num', round((s.state ->> 'num')::numeric * coalesce((select (n.state ->> 'mean')::numeric from hub.detector_state as n where n.detector = 'norms'), 60), 4),
  'recent', '[]'::jsonb)
where s.detector = 'throughput_drop' and s.state ->> 'num' is not null;
