import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { filesOf, forbiddenImports, root, textOf } from './support/checkout.ts'
import { test } from './support/database.ts'

/**
 * What runs with the rights of hub_owner besides trigger functions and the verbs granted to a sibling:
 * called by those, or by the hub's process, which may touch no table of the hub. Another one needs a reason.
 */
const securityDefiners = new Set(
  `
  acknowledge_event acted add_week apply_rule backtest begin_request bulk_act bulk_retry cancel_instruction
  change_priority change_setting check_raw_claim check_scope claim_notifications classify_error clear_event
  close_session create_token dashboard data_flow decide_rule decide_rules decide_tournament_rule
  detect_bad_worker detect_clock_skew detect_detectors_blind detect_error_surge detect_generator_down
  detect_graphic_missing detect_hub_degraded detect_orphan_hand detect_partition_default_used
  detect_poison_job detect_priority_inversion detect_remedy_paused detect_rule_failed detect_silent_table
  detect_stale_pending detect_stall detect_stuck_processing detect_suspect_output detect_throughput_drop
  detect_template_misfit detect_worker_lost drop_week dry_run_rule end_request enter_hand event_name event_rows expire_due farm
  find_hand findings follow_events has_output has_secret_cards has_tokens hold_lead hold_request hubs_twin
  identify_session identify_token import_rows incarnation ingested_twin instructions_of_tournament
  is_hand_event is_watching journal journal_page kept_since laid_files last_import list_actions
  list_channels list_error_codes list_hands list_instructions list_monitoring_events list_notifications
  list_outputs list_pauses list_queue list_routes list_rules list_settings list_table_instructions
  list_templates list_tokens list_tournaments list_workers lock_instruction make_graphic measure
  measure_failures measure_minutes measure_queue measure_series measure_waiting newest_of_rule next_deadline next_retry_at
  open_session order_doubts order_graphic pair_hands pair_makers pause preview_bulk previous_hand promote_due
  queued_templates raise_event rate_event reconcile_outputs reconcile_recent record_action refuse_report
  release_stuck remove_old report_listener report_notification rescue_expired rescues_in_a_row resolve_event
  resume retry_instruction revise_hand revoke_token ring_workers route_doubts rule_rows run_preview runnable_instructions
  save_channel save_route save_rule save_templates scrape setting setting_at setting_interval
  show_instruction silence_event stray_weeks supersede_older suspect_output test_channel tick undo_action
`.split(/\s+/),
)

describe('the catalogue', () => {
  const queries: Readonly<Record<string, string>> = {
    'every schema, table, column, view and routine has a comment': `
      select 'schema ' || nspname as offender from pg_namespace
      where nspname in ('hub', 'ops') and obj_description(oid, 'pg_namespace') is null
      union all
      select 'relation ' || c.oid::regclass from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
      where n.nspname in ('public', 'hub', 'ops') and c.relkind in ('r', 'p', 'v', 'm') and obj_description(c.oid, 'pg_class') is null
      union all
      select 'column ' || c.oid::regclass || '.' || a.attname
      from pg_attribute as a join pg_class as c on c.oid = a.attrelid join pg_namespace as n on n.oid = c.relnamespace
      where n.nspname in ('public', 'hub') and c.relkind in ('r', 'p') and not c.relispartition
        and a.attnum > 0 and not a.attisdropped and col_description(c.oid, a.attnum) is null
      union all
      select 'routine ' || p.oid::regprocedure from pg_proc as p
      where p.pronamespace = 'hub'::regnamespace and obj_description(p.oid, 'pg_proc') is null`,
    'every function pins an empty search_path, or is bound when it is made': `
      select p.oid::regprocedure as offender from pg_proc as p
      where p.pronamespace = 'hub'::regnamespace and p.prokind = 'f' and p.prosqlbody is null
        and not coalesce(p.proconfig, '{}') @> array['search_path=""']`,
    'routines are named after what they do, trigger functions after their table': `
      select p.oid::regprocedure as offender from pg_proc as p
      where p.pronamespace = 'hub'::regnamespace
        and (p.proname !~ '^[a-z][a-z0-9_]*$'
          or (p.prorettype = 'trigger'::regtype) <> (p.proname ~ '^tg_([a-z_]+)?_[a-z_]+$'))`,
    'triggers are named by band and task': `
      select t.tgrelid::regclass || '.' || t.tgname as offender from pg_trigger as t
      join pg_proc as p on p.oid = t.tgfoid
      where p.pronamespace = 'hub'::regnamespace and not t.tgisinternal and t.tgname !~ '^_[1-9]00_[a-z_]+$'`,
    'every foreign key has an index and says what happens on delete': `
      select k.conrelid::regclass || '.' || k.conname as offender from pg_constraint as k
      where k.contype = 'f' and k.conparentid = 0 and k.connamespace in ('public'::regnamespace, 'hub'::regnamespace)
        and (k.confdeltype = 'a' or not exists (
          select from pg_index as i
          where i.indrelid = k.conrelid and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey))`,
    'no foreign key points to a partitioned table': `
      select k.conrelid::regclass || '.' || k.conname as offender from pg_constraint as k
      join pg_class as c on c.oid = k.confrelid where k.contype = 'f' and c.relkind = 'p'`,
    'nothing of the hub is open to everybody': `
      select 'routine ' || p.oid::regprocedure as offender from pg_proc as p
      cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
      where p.pronamespace in ('hub'::regnamespace, 'ops'::regnamespace) and a.grantee = 0
      union all
      select 'relation ' || c.oid::regclass from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
      cross join lateral aclexplode(c.relacl) as a
      where n.nspname in ('public', 'hub', 'ops') and a.grantee = 0`,
    'the siblings get at no table of the hub': `
      select c.oid::regclass || ' to ' || a.grantee::regrole as offender from pg_class as c
      cross join lateral aclexplode(c.relacl) as a
      where c.relnamespace = 'hub'::regnamespace and c.relkind in ('r', 'p')
        and a.grantee in ('hub_producer'::regrole, 'hub_worker'::regrole, 'hub_poller'::regrole, 'hub_reader'::regrole)`,
  }
  for (const [rule, query] of Object.entries(queries)) {
    test(rule, async ({ tx }) => {
      expect((await tx.query(query)).rows.map((row) => row.offender)).toEqual([])
    })
  }

  test('only the listed functions run with the rights of their owner', async ({ tx }) => {
    const { rows } = await tx.query<{ name: string }>(
      `select distinct proname as name from pg_proc
       where pronamespace = 'hub'::regnamespace and prosecdef order by 1`,
    )
    const granted = await tx.query<{ name: string }>(
      `select distinct p.proname as name from pg_proc as p cross join lateral aclexplode(p.proacl) as a
       where p.pronamespace = 'hub'::regnamespace
         and a.grantee in ('hub_producer'::regrole, 'hub_worker'::regrole, 'hub_poller'::regrole, 'hub_reader'::regrole)`,
    )
    const verbs = new Set(granted.rows.map((row) => row.name))
    const others = rows.map((row) => row.name).filter((name) => !name.startsWith('tg_') && !verbs.has(name))
    expect(others.filter((name) => !securityDefiners.has(name))).toEqual([])
  })

  test('every code that is raised is in the catalogue of errors, and the reverse', async ({ tx }) => {
    const bodies = await tx.query<{ body: string }>(
      `select coalesce(pg_get_function_sqlbody(oid), prosrc) as body from pg_proc where pronamespace = 'hub'::regnamespace`,
    )
    const source = await textOf(['src/**/*.ts'])
    const codesIn = (text: string): string[] => text.match(/\bUB\d{3}\b/g) ?? []
    const raised = new Set(bodies.rows.flatMap(({ body }) => codesIn(body)))
    const listed = await tx.query<{ code: string }>(`select code from hub.error_codes where code like 'UB%'`)
    const known = new Set(listed.rows.map((row) => row.code))
    expect([...raised.difference(known)]).toEqual([])
    const unused = known.difference(raised).difference(new Set(codesIn(source)))
    expect([...unused]).toEqual([])
  })
})

test('every verb that ops.help shows is called in a test', async ({ tx }) => {
  const { rows } = await tx.query<{ name: string }>(
    `select replace(name, 'hub.', '') as name from ops.help where name like 'hub.%' order by 1`,
  )
  const text = await textOf(['test/**/*.test.ts'])
  const untested = rows.map((row) => row.name).filter((name) => !new RegExp(`\\b${name}\\b`).test(text))
  expect(rows.length).toBeGreaterThan(10)
  expect(untested).toEqual([])
})

describe('the checkout', () => {
  test('no file is longer than 200 lines', async () => {
    const sources = [
      'src/**/*.ts',
      'scripts/**/*.ts',
      'sql/{functions,triggers,views,roles}/*.sql',
      'web/src/**/*.{ts,tsx}',
    ]
    const long: string[] = []
    for (const path of await filesOf(sources)) {
      const lines = (await readFile(join(root, path), 'utf8')).split('\n').length - 1
      if (lines > 200 && path !== 'src/database/types.ts') long.push(`${path}: ${lines}`)
    }
    expect(long).toEqual([])
  })

  test('imports follow the layers', async () => {
    expect(await forbiddenImports()).toEqual([])
  })

  test('only verbs.ts names functions of the database', async () => {
    const functions = (await filesOf(['sql/functions/*.sql'])).map((path) =>
      path.replace(/^.*\/|\.sql$/g, ''),
    )
    const call = new RegExp(`\\bhub\\.(${functions.join('|')})\\s*\\(`, 'g')
    const offenders: string[] = []
    for (const path of await filesOf(['src/**/*.ts'])) {
      if (/^src\/database\/(verbs\/.*|apply|layers\/.*|types)\.ts$/.test(path)) continue
      const code = (await readFile(join(root, path), 'utf8')).replace(/^\s*(\/\/|\*|\/\*\*).*$/gm, '')
      for (const name of code.match(call) ?? []) offenders.push(`${path}: ${name}`)
    }
    expect(offenders).toEqual([])
  })

  test('the Node that runs this is the one the hub is made for', () => {
    expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24)
  })
})
