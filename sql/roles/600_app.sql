-- The hub process: reads everything it shows, changes rows through verbs alone, and calls no function but those
-- that src/database names: neither the audit nor the journal can be written past them.
grant select on public.hands, public.tournaments, public.render_instructions, public.render_outputs, public.monitoring_events to hub_app;
revoke execute on all routines in schema hub from hub_app;
grant execute on routine hub.contract_version, hub.read_events,
  hub.acknowledge_event, hub.acted, hub.attend, hub.backtest, hub.begin_request, hub.bulk_act, hub.bulk_retry, hub.cancel_instruction,
  hub.change_priority, hub.change_setting, hub.claim_instructions, hub.close_session, hub.complete_instruction, hub.count_outcomes, hub.create_token,
  hub.dashboard, hub.data_flow, hub.dry_run_rule, hub.end_request, hub.enter_hand, hub.fail_instruction, hub.follow_events, hub.has_tokens,
  hub.heartbeat, hub.hold_request, hub.identify_session, hub.identify_token, hub.import_rows, hub.laid_files, hub.last_import, hub.lead, hub.list_actions,
  hub.list_error_codes, hub.list_hands, hub.list_instructions, hub.list_monitoring_events, hub.list_outputs, hub.list_pauses, hub.list_queue,
  hub.list_rules, hub.list_settings, hub.list_table_instructions, hub.list_templates, hub.list_tokens, hub.list_tournaments, hub.list_workers,
  hub.maintain, hub.make_graphic, hub.measure, hub.measure_queue, hub.measure_waiting, hub.next_deadline, hub.open_session, hub.order_doubts, hub.order_graphic, hub.pause, hub.preview_bulk,
  hub.rate_event, hub.record_hand, hub.register_worker, hub.release_instruction, hub.release_stuck, hub.report_listener, hub.resolve_event,
  hub.resume, hub.retry_instruction, hub.revoke_token, hub.ring_workers, hub.run_preview, hub.save_rule, hub.scrape, hub.setting_at,
  hub.claim_notifications, hub.farm, hub.is_watching, hub.list_channels, hub.list_notifications, hub.list_routes, hub.report_notification,
  hub.route_doubts, hub.save_channel, hub.save_route, hub.save_templates, hub.test_channel,
  hub.show_instruction, hub.shown_hand, hub.silence_event, hub.tick, hub.undo_action, hub.void_hand
to hub_app;
-- What verbs that run with its own rights call in turn (hub.maintain commits, so it has to), and the views of schema ops.
grant execute on routine
  hub.add_week, hub.checked_time, hub.clock, hub.detect_orphan_hand, hub.detect_stale_pending, hub.detect_stuck_processing, hub.drop_week, hub.fit,
  hub.has_secret_cards, hub.hide_action_cards, hub.hide_folded_cards, hub.hold_lead, hub.is_done, hub.is_paused, hub.kept_since, hub.old_weeks, hub.remove_old, hub.setting,
  hub.setting_boolean, hub.setting_number, hub.stray_weeks, hub.wilson_lower
to hub_app;
