--! Previous: sha1:e36c37f5f23dc631e504a14db4f3463e6f6c5207
--! Hash: sha1:b46c285995a2db7bb2faab8bb3dc28026c75e7bd

set local lock_timeout = '2s';

insert into hub.error_codes (code, http_status, title, remedy) values
  ('UB400', 400, 'malformed', 'Mend the request as the hint says.'),
  ('UB404', 404, 'no such thing', 'Check the id or the name; the hint says where to look it up.'),
  ('UB409', 409, 'the state does not allow it', 'Read the row again; somebody else moved it, or the attempt is not yours any more.'),
  ('UB410', 410, 'the journal cursor is gone', 'Load the state afresh, then follow from a new cursor: read_events(null).'),
  ('UB422', 422, 'refused by a guard', 'Mend the value as the hint says; nothing was stored.'),
  ('UB429', 429, 'too many', 'Wait a moment, then ask for less.'),
  ('UB503', 503, 'not now', 'Try again in a moment.');

insert into hub.settings (key, value, unit, description, bounds) values
  ('simulation', 'false', null, 'Verbs accept p_now, and the hub''s clock follows it. For tests and simulations only.', '{"type": "boolean"}'),
  ('time_zone', '"Asia/Seoul"', null, 'What "today" and days mean.', '{"type": "text"}'),
  ('premium.min_rank', '"full_house"', null, 'Lowest rank of the winner that makes a hand premium.', '{"type": "text", "one_of": ["royal_flush", "straight_flush", "four_of_a_kind", "full_house", "flush", "straight", "three_of_a_kind", "two_pair", "one_pair", "high_card"]}'),
  ('secrecy_delay', '30', 'minutes', 'How long after a hand the cards of folded players stay hidden from viewers.', '{"type": "number", "min": 0, "max": 1440}'),
  ('hand.same_window', '10', 'minutes', 'A hand number that returns later than this is a new run of numbers; within it, a plain row and an ingested hand of the same table and number are the same hand.', '{"type": "number", "min": 0, "max": 1440}'),
  ('lease.default', '12', 'seconds', 'How long a worker holds an instruction without a sign of life.', '{"type": "number", "min": 1, "max": 3600}'),
  ('lease.max', '120', 'minutes', 'Longest lease a worker may ask for.', '{"type": "number", "min": 1, "max": 1440}'),
  ('lease.old_poller', '45', 'minutes', 'How long an old poller, which cannot send signs of life, holds an instruction.', '{"type": "number", "min": 1, "max": 1440}'),
  ('claim.max', '1000', null, 'Most instructions lent in one call.', '{"type": "integer", "min": 1, "max": 10000}'),
  ('claim.promote_max', '200', null, 'Most due retries, deferred rows, expired rows and lapsed leases that one claim or tick puts in order.', '{"type": "integer", "min": 1, "max": 10000}'),
  ('retry.backoff', '[60, 120, 240]', 'seconds', 'Pause before the first, second, third and every later automatic retry.', '{"type": "array", "min": 0, "max": 86400}'),
  ('retry.jitter', '0.1', null, 'Share by which the pause varies, so that failures of one moment do not return in one moment.', '{"type": "number", "min": 0, "max": 1}'),
  ('retry.unknown', 'false', null, 'Retry failures whose class is unknown as if they were retryable.', '{"type": "boolean"}'),
  ('rescue.poison_at', '3', null, 'An instruction taken back this often from workers that died while rendering it is not tried again.', '{"type": "integer", "min": 1, "max": 100}'),
  ('rescue.unbegun_max', '20', null, 'The same, for rescues before any progress was reported.', '{"type": "integer", "min": 1, "max": 1000}'),
  ('wake.enabled', 'true', null, 'Inserts ring the doorbell. Off: the hub polls; needed by siblings that use PREPARE TRANSACTION.', '{"type": "boolean"}'),
  ('wake.floor', '5', 'milliseconds', 'No second ring within this time.', '{"type": "integer", "min": 0, "max": 1000}'),
  ('wake.ceiling', '50', 'milliseconds', 'After this time anybody may ring, even beside an open ringer.', '{"type": "integer", "min": 1, "max": 10000}'),
  ('undo.window', '10', 'minutes', 'How long an action can be taken back.', '{"type": "number", "min": 0, "max": 1440}'),
  ('tick.batch', '500', null, 'Most pieces of work one step of tick() takes on.', '{"type": "integer", "min": 1, "max": 10000}'),
  ('worker.silent_after', '30', 'seconds', 'A worker not heard of for this long is silent.', '{"type": "number", "min": 1, "max": 86400}'),
  ('history.weeks_ahead', '8', null, 'For how many weeks ahead partitions of the journal and of attempts are made.', '{"type": "integer", "min": 1, "max": 52}'),
  ('incarnation', '1', null, 'Raise by one after restoring this database: journal cursors of before are then answered with UB410.', '{"type": "integer", "min": 1}');

insert into hub.error_patterns (pattern, error_class) values
  ('connection', 'retryable'), ('timeout', 'retryable'), ('timed out', 'retryable'), ('network', 'retryable'), ('unavailable', 'retryable'),
  ('temporary', 'retryable'), ('502', 'retryable'), ('503', 'retryable'), ('504', 'retryable'),
  ('econnrefused', 'retryable'), ('econnreset', 'retryable'), ('etimedout', 'retryable'), ('enotfound', 'retryable'),
  ('not found', 'permanent'), ('404', 'permanent'), ('invalid', 'permanent'), ('permission', 'permanent'),
  ('unauthorized', 'permanent'), ('forbidden', 'permanent'), ('does not exist', 'permanent'),
  ('template error', 'permanent'), ('composition not found', 'permanent'), ('missing file', 'permanent');
