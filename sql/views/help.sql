create or replace view ops.help as
with line (place, name, how) as (
  values
    (1, 'START', 'Three projects share this database: one captures hands, one orders graphics, one renders them. They only insert rows; functions of schema hub react. Everything you need is here.'),
    (2, 'read', 'Look first: ops.health, ops.alerts, ops.pipeline. Then the view that an alert''s remedy names. Worst rows stand first.'),
    (3, 'mend', 'Paste what stands in the column remedy, with your reason instead of why. Every verb is audited (ops.actions); most can be taken back for ten minutes.'),
    (4, 'columns', 'Each view and column has a comment: \d+ ops.alerts   Each function says why it is as it is: \sf hub.tick'),
    (5, 'who may', 'hub_reader and pg_monitor read these views. Verbs: members of hub_app, workers and producers their own. Nobody writes tables of schema hub by hand.'),
    (10, '1 HOW IS IT', 'Begin here, in this order. Nothing in ops.alerts and ok in ops.health: nothing to do.'),
    (11, 'ops.health', null), (12, 'ops.alerts', null), (13, 'ops.pipeline', null), (14, 'ops.detectors', null), (15, 'hub.findings', null),
    (20, '2 WHAT WAITS', 'An instruction is pending, processing, completed, failed or cancelled. Priority 1 is first, 10 last. What failed for a passing reason is tried again by itself.'),
    (21, 'ops.queue', null), (22, 'ops.stale_instructions', null), (23, 'hub.change_priority', null), (24, 'hub.retry_instruction', null), (25, 'hub.bulk_retry', null),
    (26, 'hub.cancel_instruction', null), (27, 'hub.bulk_act', null), (28, 'hub.pause', null), (29, 'hub.resume', null),
    (30, '3 WHO RENDERS', 'Workers borrow work for a lease and beat. Who is silent loses it, and reports of an old attempt are refused: nothing is rendered twice.'),
    (31, 'ops.workers', null), (32, 'ops.stuck', null), (33, 'hub.release_stuck', null), (34, 'ops.failed', null), (34, 'ops.failure_rate', null), (35, 'ops.throughput', null), (36, 'ops.outputs', null),
    (40, '4 ONE HAND', 'A premium hand must get its graphic: by a rule of the hub, or by automation_sub. If nobody makes it in time, it is an orphan.'),
    (41, 'ops.timeline', null), (42, 'ops.orphan_hands', null), (43, 'hub.make_graphic', null), (44, 'hub.order_graphic', null), (45, 'hub.enter_hand', null), (46, 'hub.void_hand', null),
    (47, 'hub.record_hand', null), (48, 'hub.import_rows', null), (49, 'hub.read_events', null),
    (50, '5 AN ALERT', 'One cause is one alert. Take it, and it asks for nobody else; it ends by itself when its condition is gone. Say what it was worth.'),
    (51, 'hub.acknowledge_event', null), (52, 'hub.silence_event', null), (53, 'hub.resolve_event', null), (54, 'hub.rate_event', null),
    (55, 'hub.list_notifications', null), (56, 'hub.list_channels', null), (57, 'hub.test_channel', null), (58, 'hub.save_channel', null), (59, 'hub.save_route', null),
    (60, '6 WHO DID WHAT', 'Whatever a person or a remedy of the hub (hub:KIND) did, with before and after in hub.actions; the journal hub.events has every change of state.'),
    (61, 'ops.actions', null), (62, 'hub.undo_action', null), (63, 'hub.list_tokens', null), (64, 'hub.revoke_token', null),
    (70, '7 THRESHOLDS, RULES', 'remedy.KIND is off, suggest or act: what the hub may do by itself. Before you change a threshold, ask hub.backtest what it would have done.'),
    (71, 'ops.settings', null), (72, 'hub.change_setting', null), (73, 'hub.backtest', null), (74, 'ops.rules', null), (75, 'hub.dry_run_rule', null), (76, 'hub.save_rule', null), (76, 'hub.save_templates', null),
    (80, '8 UPKEEP', 'The leading hub does both by itself. Without a hub you can: nothing is lost meanwhile, it only waits.'),
    (81, 'hub.tick', null), (82, 'hub.maintain', null), (83, 'hub.list_error_codes', null), (84, 'ops.help', null),
    (90, '9 WORKERS CALL', 'What render workers call, in this order. :worker is what hub.register_worker answered, the attempt comes with the claim.'),
    (91, 'hub.contract_version', null), (92, 'hub.register_worker', null), (93, 'hub.attend', null), (94, 'hub.claim_instructions', null), (95, 'hub.heartbeat', null),
    (96, 'hub.complete_instruction', null), (97, 'hub.complete_instructions', null), (98, 'hub.fail_instruction', null), (99, 'hub.release_instruction', null)
),
told as (
  select l.place, l.name, coalesce(l.how,
      (select obj_description(c.oid, 'pg_class') from pg_catalog.pg_class as c where c.relnamespace = 'ops'::regnamespace and 'ops.' || c.relname = l.name),
      (select obj_description(p.oid, 'pg_proc') from pg_catalog.pg_proc as p
       where p.pronamespace = 'hub'::regnamespace and 'hub.' || p.proname = l.name order by p.oid limit 1)) as how
  from line as l
)
-- the sentence, then the statement on a line of its own, so that it can be copied whole
select t.name, rtrim(regexp_replace(regexp_replace(t.how, '[:;] +((select|call) )', E':\n\\1'), '([^\n]{1,90})( +|\n|$)', E'\\1\n', 'g'), E'\n') as how
from told as t
order by t.place;

comment on view ops.help is 'All there is to know, in the order in which one needs it: select * from ops.help;';
comment on column ops.help.how is 'What it is, and a statement to paste; :name is a psql variable.';
