--! Previous: sha1:ea552c42516b103596062b5d90021f7eab2055b1
--! Hash: sha1:676001cf0856b7a048642ecc6987f959ae53cbe5

set local lock_timeout = '2s';

-- The name of a token is who the audit says did it: one good token per name.
-- squawk-ignore require-concurrent-index-creation
create unique index api_tokens_name on hub.api_tokens (name) where revoked_at is null;

insert into hub.settings (key, value, unit, description, bounds) values
  ('session.hours', '12', 'hours', 'A browser is logged out when it has not been used for so long.', '{"type": "number", "min": 0.25, "max": 720}');
