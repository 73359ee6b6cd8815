-- automation_feature_table and automation_sub: they insert, and speak the producers' verbs.
grant select, insert on public.hands, public.tournaments, public.render_instructions to hub_producer;
grant update on public.tournaments to hub_producer;
grant execute on function hub.record_hand(jsonb), hub.void_hand(bigint, text, text, timestamptz) to hub_producer;
