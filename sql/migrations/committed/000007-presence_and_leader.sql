--! Previous: sha1:b865abd335b2cab0da8eb80c38fe4ef0433cf769
--! Hash: sha1:de8b227ca1afbd535c82b35712027d041197b57d

set local lock_timeout = '2s';

comment on sequence hub.last_ring is 'Milliseconds since 1970 until when the last ring of the doorbell speaks for everybody: the ring and its floor. A sequence, because nobody has to wait for it.';

create sequence hub.last_work_ring as bigint minvalue 0 start 0;
comment on sequence hub.last_work_ring is 'The same for rings that tell the workers of new work: the many rings of claims and completions must not hide them.';

create sequence hub.leader_term as bigint;
comment on sequence hub.leader_term is 'Counts the hubs that came to lead.';
create sequence hub.leader_seen as bigint minvalue 0 start 0;
comment on sequence hub.leader_seen is 'Milliseconds since 1970 when the leading hub last looked. A sequence, because a row would be rewritten twice a second.';

alter table hub.workers add column watched_term bigint;
comment on column hub.workers.watched_term is 'Term of the leader that saw this worker''s presence; only what it saw itself can it miss.';
-- One row per start of a worker: a moment's work.
-- squawk-ignore require-concurrent-index-creation
create index workers_attended on hub.workers (id) where attended;

create table hub.maker_meetings (
  instruction_id  bigint      not null,
  met_at          timestamptz not null default now(),
  constraint maker_meetings_pkey primary key (instruction_id)
);
comment on table hub.maker_meetings is 'Siblings'' instructions that came while the hub was making the same graphic: hub.pair_makers settles which of both is rendered.';
comment on column hub.maker_meetings.instruction_id is 'The sibling''s; no foreign key: it may never have been stored.';
comment on column hub.maker_meetings.met_at is 'Hub clock.';

-- A hand, and a journal row, of up to half a page stays as it is: compressing it costs every insert more than the
-- space is worth. New weeks of the journal: hub.add_week.
alter table public.hands set (toast_tuple_target = 4080);
alter table hub.events_default set (toast_tuple_target = 4080);

insert into hub.settings (key, value, unit, description, bounds) values
  ('rescue.pause_share', '0.5', null, 'When the leases of more than this share of the workers that hold work have run out at once, the database or the network is taken for the cause, and nothing is taken back from anybody.', '{"type": "number", "min": 0, "max": 1}'),
  ('rescue.pause_workers', '3', null, 'For that, at least this many workers have to be late.', '{"type": "integer", "min": 1, "max": 1000}'),
  ('rescue.pause_max', '60', 'seconds', 'After this time the workers are taken for dead after all.', '{"type": "number", "min": 0, "max": 3600}'),
  ('leader.silent_after', '5', 'seconds', 'A leading hub that has not looked for this long is frozen; another takes over.', '{"type": "number", "min": 2, "max": 3600}');
