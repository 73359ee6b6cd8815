-- The hub process: reads everything it shows, changes rows through verbs alone.
grant select on public.hands, public.tournaments, public.render_instructions, public.render_outputs, public.monitoring_events to hub_app;
grant execute on all routines in schema hub to hub_app;
