import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { type Clock, simulation } from '../support/detecting.ts'
import { aRule } from '../support/rules.ts'

// The price of a look must not grow with history: 200 000 finished instructions with their attempts,
// outputs and journal, as many hands, statistics that were taken while the tables were empty, and plans
// that this session made then. What is counted is work, not time.

const kinds = [
  'poison_job',
  'bad_worker',
  'suspect_output',
  'template_misfit',
  'silent_table',
  'clock_skew',
  'hub_degraded',
  'detectors_blind',
  'partition_default_used',
  'rule_failed',
  'graphic_missing',
  'priority_inversion',
] as const

const count = 200_000
const days = 20
const day = 86_400

/** Finished work, one piece every 8.64 s: one in fifty failed for good, one in ten done by each of ten workers. */
async function fill(client: Client, clock: Clock): Promise<void> {
  const at = (seconds = 0): string =>
    `'${clock(0)}'::timestamptz + (g * ${(days * day) / count} + ${seconds}) * interval '1 second'`
  const add = (table: string, columns: string, values: string): Promise<unknown> =>
    client.query(`insert into ${table} (${columns}) select ${values} from generate_series(1, ${count}) as g`)
  const worker = `('00000000-0000-0000-0000-00000000000' || g % 10)::uuid`
  await client.query('set session_replication_role = replica')
  await add(
    'render_instructions',
    'id, template_name, status, attempt, retry_count, error_class, started_at, completed_at, recorded_at',
    `g, 'template_' || g % 20, case when g % 50 = 0 then 'failed' else 'completed' end, 1, 3,
     case when g % 50 = 0 then 'retryable' end, ${at(-60)}, ${at()}, ${at(-90)}`,
  )
  await add(
    'hub.attempts',
    'instruction_id, attempt, worker_id, template_name, claimed_by, priority, eligible_at, started_at, finished_at, outcome',
    `g, 1, ${worker}, 'template_' || g % 20, 'ae-' || g % 10, 1 + g % 10, ${at(-90)}, ${at(-60)}, ${at()},
     case when g % 50 = 0 then 'failed' else 'completed' end`,
  )
  await add(
    'render_outputs',
    'instruction_id, attempt, file_size, output_path, recorded_at',
    `g, 1, g % 3, case when g % 7 = 0 then 'C:\\x' else '//nas/x' end, ${at()}`,
  )
  await add('hub.events', 'at, kind, subject, actor', `${at()}, 'x', 'instruction:' || g, 'x'`)
  await add(
    'hands',
    'table_id, hand_number, created_at, recorded_at',
    `'table_' || g % 20, g, ${at(-5)}, ${at()}`,
  )
  await client.query(`
    insert into render_instructions (id, template_name, priority, eligible_at)
    select ${count} + g, 'template_' || g % 20, 1 + g % 10, '${clock(days * day - 3600)}' from generate_series(1, 5000) as g;
    insert into hub.rule_work (rule_id, hand_id, due_at, event, subject) select 1, g, now(), 'x', '' from generate_series(1, 5000) as g;
    reset session_replication_role`)
}

/** Rows of the great tables that were read so far, and how often one that has rows was read from end to end. */
async function looked(client: Client): Promise<{ scans: string[]; tuples: number }> {
  await client.query('select pg_stat_force_next_flush()')
  const { rows } = await client.query(`
    select t.relname as name, t.seq_scan::int as scans, t.seq_tup_read::int as read,
      coalesce((select sum(i.idx_tup_read) from pg_stat_user_indexes as i where i.relid = t.relid), 0)::int as tuples
    from pg_stat_user_tables as t
    where t.relname ~ '^(hands|render_instructions|render_outputs|rule_work|attempts.*|events.*)$' and t.n_tup_ins > 0
    order by 1`)
  return {
    scans: rows.map(({ name, scans }) => `${name} ${scans}`),
    tuples: rows.reduce((sum, { read, tuples }) => sum + read + tuples, 0),
  }
}

test('no detector reads a table from end to end, or more than its own time', async ({ client }) => {
  const clock = await simulation(client)
  const now = clock(days * day)
  const look = (kind: string, at: string): Promise<{ rowCount: number | null }> =>
    client.query(`select * from hub.detect_${kind}($1)`, [at])
  await aRule(client, { name: 'told', event: 'big_pot', mode: 'notify_only', template_name: 'x' })
  await client.query(`
    alter table render_instructions set (autovacuum_enabled = off);
    alter table render_outputs set (autovacuum_enabled = off);
    alter table hands set (autovacuum_enabled = off);
    analyze render_instructions, render_outputs, hands, hub.attempts, hub.events, hub.rule_work`)
  for (const kind of kinds) for (let i = 0; i < 7; i++) await look(kind, clock(i)) // plans for empty tables are kept
  await fill(client, clock)
  await client.query(`select hub.remember('tick', $1)`, [{ at: clock(days * day - 1) }])

  const tuples: Record<string, number> = {}
  const found: Record<string, number | null> = {}
  for (const kind of kinds) {
    const before = await looked(client)
    found[kind] = (await look(kind, now)).rowCount
    const after = await looked(client)
    expect([kind, after.scans]).toEqual([kind, before.scans])
    tuples[kind] = after.tuples - before.tuples
  }
  // 10 000 pieces of work a day, 417 an hour
  const most: Record<(typeof kinds)[number], number> = {
    poison_job: 2000, // what failed within a day, and its attempts
    bad_worker: 2000,
    suspect_output: 8000, // a quarter of an hour, and a thousand to compare with
    template_misfit: 1000, // a hundred of the last hour
    silent_table: 5000,
    clock_skew: 5000,
    hub_degraded: 100,
    detectors_blind: 100,
    partition_default_used: 100,
    rule_failed: 100,
    graphic_missing: 1000,
    priority_inversion: 10_000,
  }
  const over = kinds.filter((kind) => (tuples[kind] ?? 0) > most[kind])
  expect(over.map((kind) => `${kind}: ${tuples[kind]}`)).toEqual([])
  expect(found).toMatchObject({
    priority_inversion: 1,
    hub_degraded: 0,
    rule_failed: 0,
    silent_table: 0,
    clock_skew: 0,
  })
  expect(found.suspect_output).toBeGreaterThan(0)
}, 120_000)
