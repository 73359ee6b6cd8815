--! Previous: sha1:cc736d30bb15c4b4ed58d489db1916e985185f9a
--! Hash: sha1:0a60bc9a43b0c56863393e582093239ee26acad5

set local lock_timeout = '2s';

-- By it the hub knows its own word in a setting that every session may write (hub.raw_statement_token).
create table hub.statement_key (
  only_one  boolean  not null default true,
  key       uuid     not null default gen_random_uuid(),
  constraint statement_key_pkey primary key (only_one),
  constraint there_is_one check (only_one)
);
comment on table hub.statement_key is 'A secret of this database that no login may read: what the hub signs for itself it signs with this.';
comment on column hub.statement_key.only_one is 'Key: there is one row.';
comment on column hub.statement_key.key is 'The secret. Another one may be set at any time; it is used within one statement only.';

insert into hub.statement_key (only_one) values (true);
