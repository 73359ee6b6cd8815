--! Previous: sha1:bc5e0d5955b846030472c2a40fad579e45abcc2d
--! Hash: sha1:90c42d639d205bf06fca221822e1252671317532

set local lock_timeout = '2s';

create table hub.imports (
  id         bigint      generated always as identity,
  at         timestamptz not null,
  actor      text        not null,
  source     text        not null,
  name       text        not null,
  hash       text        not null,
  kind       text        not null,
  encoding   text        not null,
  inserted   integer     not null,
  updated    integer     not null,
  unchanged  integer     not null,
  refused    integer     not null,
  constraint imports_pkey primary key (id),
  constraint known_import_source check (source in ('rfid', 'csv', 'manual'))
);
comment on table hub.imports is 'One row per file that was stored. The newest of a name says which state of the file the hub has.';
comment on column hub.imports.id is 'Key, in order of storing.';
comment on column hub.imports.at is 'When, hub clock.';
comment on column hub.imports.actor is 'Who imported it.';
comment on column hub.imports.source is 'rfid, csv or manual: what its fields count for against other sources.';
comment on column hub.imports.name is 'The file, as whoever imported it calls it.';
comment on column hub.imports.hash is 'SHA-256 of the bytes and of what was declared with them, hex.';
comment on column hub.imports.kind is 'tournaments, players, levels, payouts or broadcasts.';
comment on column hub.imports.encoding is 'How the bytes were read.';
comment on column hub.imports.inserted is 'Rows that were new.';
comment on column hub.imports.updated is 'Rows that changed something.';
comment on column hub.imports.unchanged is 'Rows that said what was known.';
comment on column hub.imports.refused is 'Rows that were left out, with a partial import.';
create index imports_name on hub.imports (name, id desc);

create table hub.tournament_facts (
  tournament_id  bigint      not null,
  updated_at     timestamptz not null,
  facts          jsonb       not null default '{}',
  sources        jsonb       not null default '{}',
  constraint tournament_facts_pkey primary key (tournament_id),
  constraint tournament_facts_tournament_id_fkey foreign key (tournament_id) references public.tournaments (id) on delete cascade
);
comment on table hub.tournament_facts is 'What the shared row of a tournament has no column for, and which source each of its fields has.';
comment on column hub.tournament_facts.tournament_id is 'The tournament.';
comment on column hub.tournament_facts.updated_at is 'Last change, hub clock.';
comment on column hub.tournament_facts.facts is '{"rake", "starting_chips", "avg_stack", "status"}, as far as known.';
comment on column hub.tournament_facts.sources is 'Source by field: {"prize_pool": "manual"}.';

create table hub.tournament_players (
  id             bigint      generated always as identity,
  tournament_id  bigint      not null,
  chips          bigint      not null,
  rank           integer,
  seat           integer,
  is_eliminated  boolean     not null default false,
  updated_at     timestamptz not null,
  name           text        not null,
  name_key       text        not null,
  nationality    text,
  table_number   text,
  sources        jsonb       not null default '{}',
  constraint tournament_players_pkey primary key (id),
  constraint tournament_players_name unique (tournament_id, name_key),
  constraint tournament_players_tournament_id_fkey foreign key (tournament_id) references public.tournaments (id) on delete cascade,
  constraint chips_not_negative check (chips >= 0)
);
comment on table hub.tournament_players is 'Chip counts of all players of a tournament; standings_json of the shared row holds the leaders.';
comment on column hub.tournament_players.id is 'Key.';
comment on column hub.tournament_players.tournament_id is 'The tournament.';
comment on column hub.tournament_players.chips is 'Chips; 0 when out.';
comment on column hub.tournament_players.rank is 'Rank as the source says; final place of who is out.';
comment on column hub.tournament_players.seat is 'Seat at the table.';
comment on column hub.tournament_players.is_eliminated is 'Out of the tournament.';
comment on column hub.tournament_players.updated_at is 'Last change, hub clock.';
comment on column hub.tournament_players.name is 'As the newest source spells it.';
comment on column hub.tournament_players.name_key is 'The name in lower case with single blanks: who it is.';
comment on column hub.tournament_players.nationality is 'ISO 3166 code of two letters.';
comment on column hub.tournament_players.table_number is 'Table, as the source calls it.';
comment on column hub.tournament_players.sources is 'Source by field: {"chips": "rfid"}.';

create table hub.broadcasts (
  id          bigint      generated always as identity,
  on_date     date        not null,
  starts_at   time        not null,
  ends_at     time,
  is_live     boolean     not null default false,
  updated_at  timestamptz not null,
  channel     text        not null default '',
  title       text        not null,
  event_code  text,
  source      text        not null,
  constraint broadcasts_pkey primary key (id),
  constraint broadcasts_slot unique (on_date, starts_at, channel)
);
comment on table hub.broadcasts is 'The broadcast schedule, as the captions show it: wall clock of the site.';
comment on column hub.broadcasts.id is 'Key.';
comment on column hub.broadcasts.on_date is 'Day at the site.';
comment on column hub.broadcasts.starts_at is 'Start, wall clock of the site.';
comment on column hub.broadcasts.ends_at is 'End; before the start when it is past midnight.';
comment on column hub.broadcasts.is_live is 'Live, not a recording.';
comment on column hub.broadcasts.updated_at is 'Last change, hub clock.';
comment on column hub.broadcasts.channel is 'Channel; empty when not said.';
comment on column hub.broadcasts.title is 'What is shown.';
comment on column hub.broadcasts.event_code is 'Code of its tournament, which the hub need not know yet.';
comment on column hub.broadcasts.source is 'rfid, csv or manual.';

insert into hub.settings (key, value, unit, description, bounds) values
  ('import.gfx_fresh', '30', 'minutes', 'Chips of a feature table come from PokerGFX when its last hand is not older than this; imported ones yield.', '{"type": "number", "min": 1, "max": 1440}'),
  ('import.standings', '100', null, 'So many leaders of an import stand in standings_json; all players in hub.tournament_players.', '{"type": "integer", "min": 9, "max": 1000}');

-- The level of a tournament changes without a hand: its graphic has no table to name.
update hub.render_rules
set layer_map = layer_map || '{"Table": "{hand.table_id?}"}'
where name = 'level_change' and layer_map ->> 'Table' = '{hand.table_id}';
