-- Nobody but hub_owner touches what is the hub's. Siblings reach the verbs of their role,
-- people the views; what else there is in schema hub is not theirs to call.
revoke all on schema hub from public;
revoke all on schema ops from public;
revoke all on all tables in schema hub from public;
revoke all on all sequences in schema hub from public;
revoke execute on all routines in schema hub from public;
revoke all on public.hands, public.tournaments, public.render_instructions, public.render_outputs, public.monitoring_events from public;

grant usage on schema hub to hub_app, hub_producer, hub_worker, hub_poller, hub_reader;
grant execute on function hub.contract_version() to hub_app, hub_producer, hub_worker, hub_poller, hub_reader;
-- The journal holds whole hands, the cards of folded players too: for those who captured them.
grant execute on function hub.read_events(text, int) to hub_app, hub_producer;
