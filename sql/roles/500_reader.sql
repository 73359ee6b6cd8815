-- People who look: schema ops.
grant usage on schema ops to hub_reader, hub_app, pg_monitor;
grant select on all tables in schema ops to hub_reader, hub_app, pg_monitor;
-- A view reads tables with its owner's rights but calls functions with its reader's.
grant execute on function hub.clock(timestamptz), hub.checked_time(timestamptz), hub.is_paused(text), hub.setting(text), hub.fit(text, int),
  hub.wilson_lower(bigint, bigint, float8), hub.detect_orphan_hand(timestamptz), hub.detect_stale_pending(timestamptz),
  hub.detect_stuck_processing(timestamptz) to hub_reader, pg_monitor;
-- What ops.help tells them to ask: it changes nothing.
grant execute on function hub.findings(text, timestamptz), hub.backtest(text, jsonb, timestamptz, timestamptz) to hub_reader, pg_monitor;
grant usage on schema hub to pg_monitor;
