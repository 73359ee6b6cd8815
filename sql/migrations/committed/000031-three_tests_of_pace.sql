--! Previous: sha1:9f3f3764774f56654b0d6dc579a394ed31459681
--! Hash: sha1:df68691802b3f64890f7a7a57e19feaa4e14cacc

set local lock_timeout = '2s';

-- A throughput drop is looked for in three ways: see hub.weigh_throughput. Minutes recorded before tell of the rate only.
alter table hub.pace_minutes add column slow float8, add column stood float8, add column held float8, add column workers int;
comment on column hub.pace_minutes.slow is 'Evidence that renders took longer than usual (hub.slow_renders).';
comment on column hub.pace_minutes.stood is 'Share of it in which work had waited for half a minute, 0 to 1.';
comment on column hub.pace_minutes.held is 'Seconds in which workers rendered while it did, added up over them (hub.held_work).';
comment on column hub.pace_minutes.workers is 'Workers that could have taken it (hub.able_workers); null where they cannot be compared.';

insert into hub.settings (key, value, unit, description, bounds) values
  ('throughput.slow', '10', null, 'Evidence that renders take 2.5 times as long as usual at which a drop fires; one render is worth 3 at most.', '{"type": "number", "min": 1, "max": 1000}'),
  ('throughput.thin', '3', 'minutes', 'A drop fires when work has waited for this long in all, each time for more than half a minute, while less than throughput.r of the workers rendered.', '{"type": "number", "min": 0.5, "max": 240}')
on conflict (key) do nothing;
-- What is found by the two does not have to be found by the rate, which can ask for more. Who has set it keeps it.
update hub.settings set value = '8' where key = 'throughput.h' and value = '6';

drop function if exists hub.pace_of(timestamptz, timestamptz);

-- Its rows are json now.
drop function if exists hub.list_hands(jsonb, jsonb, int, boolean);
