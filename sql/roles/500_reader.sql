-- People who look: schema ops.
grant usage on schema ops to hub_reader, hub_app, pg_monitor;
grant select on all tables in schema ops to hub_reader, hub_app, pg_monitor;
