--! Previous: sha1:676001cf0856b7a048642ecc6987f959ae53cbe5
--! Hash: sha1:bc5e0d5955b846030472c2a40fad579e45abcc2d

set local lock_timeout = '2s';

alter table hub.preview_tokens add column priority int;
comment on column hub.preview_tokens.priority is 'The priority that a bulk of priorities gives; null with any other.';

drop function if exists hub.rate_event(bigint, text, text, timestamptz);

insert into hub.error_codes (code, http_status, title, remedy) values
  ('UB412', 412, 'it was changed meanwhile', 'Read it again, then decide anew.');
update hub.error_codes
set title = 'it is gone', remedy = 'A journal cursor: load the state afresh, then follow from a new one, read_events(null). A preview: make another one.'
where code = 'UB410';

insert into hub.settings (key, value, unit, description, bounds) values
  ('bulk.preview_seconds', '60', 'seconds', 'How long a preview of a bulk can be carried out.', '{"type": "number", "min": 5, "max": 3600}'),
  ('idempotency.seconds', '60', 'seconds', 'A request with an Idempotency-Key that has not ended after this time is taken for lost.', '{"type": "number", "min": 31, "max": 3600}');
update hub.settings set value = '1' where key = 'retention.idempotency_keys' and updated_by = 'seed';
