--! Previous: sha1:182b09627f5465602a22ac0147edafa3d973ef97
--! Hash: sha1:a0fb68a26c81e1e57695dd8d9c17c5ca8f039f08

set local lock_timeout = '2s';

-- A throughput drop is looked for in three ways: see hub.weigh_throughput. Minutes recorded before tell of the rate only.
alter table hub.pace_minutes add column held float8, add column slow float8, add column workers int;
comment on column hub.pace_minutes.held is 'Seconds of rendering while work waited, over all workers (hub.held_work).';
comment on column hub.pace_minutes.slow is 'Evidence that renders took longer than usual (hub.slow_renders).';
comment on column hub.pace_minutes.workers is 'Workers known in the hour before its end (hub.known_workers).';

insert into hub.settings (key, value, unit, description, bounds) values
  ('throughput.slow', '9', null, 'Evidence that renders take 2.5 times as long as usual at which a drop fires; one render is worth 3 at most.', '{"type": "number", "min": 1, "max": 1000}'),
  ('throughput.thin', '4', 'minutes', 'A drop fires when work has waited for this long in all while less than throughput.r of the workers rendered.', '{"type": "number", "min": 0.5, "max": 240}')
on conflict (key) do nothing;
-- What is found by the two does not have to be found by the rate, which can ask for more. Who has set it keeps it.
update hub.settings set value = '8' where key = 'throughput.h' and value = '6';

drop function if exists hub.pace_of(timestamptz, timestamptz);

-- Its rows are json now.
drop function if exists hub.list_hands(jsonb, jsonb, int, boolean);
