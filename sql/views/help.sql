create or replace view ops.help as
with journey (place, step, name) as (
  values
    (1, '1 how is it', 'ops.health'), (2, '1 how is it', 'ops.alerts'), (3, '1 how is it', 'ops.pipeline'), (4, '1 how is it', 'ops.detectors'),
    (10, '2 what waits', 'ops.queue'), (11, '2 what waits', 'ops.stale_instructions'), (12, '2 what waits', 'hub.change_priority'),
    (13, '2 what waits', 'hub.retry_instruction'), (14, '2 what waits', 'hub.bulk_retry'), (15, '2 what waits', 'hub.cancel_instruction'),
    (16, '2 what waits', 'hub.pause'), (17, '2 what waits', 'hub.resume'),
    (20, '3 who renders', 'ops.workers'), (21, '3 who renders', 'ops.stuck'), (22, '3 who renders', 'hub.release_stuck'),
    (23, '3 who renders', 'ops.failure_rate'), (24, '3 who renders', 'ops.throughput'), (25, '3 who renders', 'ops.outputs'),
    (30, '4 what became of a hand', 'ops.timeline'), (31, '4 what became of a hand', 'ops.orphan_hands'), (32, '4 what became of a hand', 'hub.make_graphic'),
    (33, '4 what became of a hand', 'hub.void_hand'), (34, '4 what became of a hand', 'hub.record_hand'), (35, '4 what became of a hand', 'hub.read_events'),
    (40, '5 an alert', 'hub.acknowledge_event'), (41, '5 an alert', 'hub.silence_event'), (42, '5 an alert', 'hub.resolve_event'), (43, '5 an alert', 'hub.rate_event'),
    (50, '6 who did what', 'ops.actions'), (51, '6 who did what', 'hub.undo_action'),
    (60, '7 thresholds and rules', 'ops.settings'), (61, '7 thresholds and rules', 'hub.change_setting'), (62, '7 thresholds and rules', 'hub.backtest'),
    (63, '7 thresholds and rules', 'ops.rules'), (64, '7 thresholds and rules', 'hub.dry_run_rule'),
    (70, '8 upkeep', 'hub.tick'), (71, '8 upkeep', 'hub.maintain'), (72, '8 upkeep', 'ops.help'),
    (80, '9 workers call', 'hub.register_worker'), (81, '9 workers call', 'hub.attend'), (82, '9 workers call', 'hub.claim_instructions'),
    (83, '9 workers call', 'hub.heartbeat'), (84, '9 workers call', 'hub.complete_instruction'), (85, '9 workers call', 'hub.complete_instructions'),
    (86, '9 workers call', 'hub.fail_instruction'), (87, '9 workers call', 'hub.release_instruction'), (88, '9 workers call', 'hub.contract_version')
)
select j.step, j.name, coalesce(
    (select obj_description(c.oid, 'pg_class') from pg_catalog.pg_class as c where c.relnamespace = 'ops'::regnamespace and 'ops.' || c.relname = j.name),
    (select obj_description(p.oid, 'pg_proc') from pg_catalog.pg_proc as p where p.pronamespace = 'hub'::regnamespace and 'hub.' || p.proname = j.name order by p.oid limit 1)) as how
from journey as j
order by j.place;

comment on view ops.help is 'Every view and verb in the order in which one needs them, each with a statement to paste: select * from ops.help;';
