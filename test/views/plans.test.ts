import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { viewsOf } from './psql.ts'

// What a view costs must not grow with history: 200 000 finished instructions with their attempts,
// outputs, journal and hands over 20 days, figures by the minute of 300 days, 2000 live instructions,
// and statistics that were taken while the tables were empty. What is counted is work, not time.

const count = 200_000
const days = 20

async function fill(client: Client): Promise<void> {
  const at = `now() - (${count} - g) * interval '1 second' * ${(days * 86_400) / count}`
  const add = (table: string, columns: string, values: string, rows = count): Promise<unknown> =>
    client.query(`insert into ${table} (${columns}) select ${values} from generate_series(1, ${rows}) as g`)
  await client.query('set session_replication_role = replica')
  const failed = (yes: string, no: string): string => `case when g % 50 = 0 then ${yes} else ${no} end`
  await add(
    'render_instructions',
    'id, template_name, status, attempt, hand_id, rule_id, started_at, completed_at, recorded_at',
    `g, 'template_' || g % 20, ${failed(`'failed'`, `'completed'`)}, 1, g, 1 + g % 5, ${at}, ${at}, ${at}`,
  )
  await add(
    'hub.attempts',
    'instruction_id, attempt, template_name, claimed_by, started_at, finished_at, outcome',
    `g, 1, 'template_' || g % 20, 'ae-' || g % 10, ${at}, ${at}, ${failed(`'failed'`, `'completed'`)}`,
  )
  await add('render_outputs', 'instruction_id, attempt, output_path, recorded_at', `g, 1, '//nas/x', ${at}`)
  await add('hub.events', 'at, kind, subject, actor', `${at}, 'hand.recorded', 'hand:' || g, 'x'`)
  await add('hands', 'id, table_id, hand_number, is_premium, recorded_at', `g, 't', g, g % 1000 = 0, ${at}`)
  await add('hub.actions', 'at, actor, verb, subject, reason', `${at}, 'x', 'x', 'instruction:' || g, 'x'`)
  await add(
    'hub.metrics_minute',
    'minute, template_name, completed',
    `date_trunc('minute', now()) - g * interval '2 minutes', 'x', 1`,
  )
  await add(
    'hub.pace_minutes',
    'minute, waited, done',
    `date_trunc('minute', now()) - g * interval '2 minutes', 0, 1`,
  )
  await add(
    'render_instructions',
    'id, template_name, eligible_at',
    `${count} + g, 'template_' || g % 20, now()`,
    2000,
  )
  await client.query('reset session_replication_role')
}

type Work = { scanned: string[]; tuples: number }

/** Great tables that were read from end to end so far, and rows of them that were read in any way. */
async function looked(client: Client): Promise<Work> {
  await client.query('select pg_stat_force_next_flush()')
  const { rows } = await client.query(`
    select t.relname as name, t.seq_scan::int as scans, t.seq_tup_read::int as read,
      coalesce((select sum(i.idx_tup_read) from pg_stat_user_indexes as i where i.relid = t.relid), 0)::int as tuples
    from pg_stat_user_tables as t where t.n_tup_ins >= 1000 order by 1`)
  return {
    scanned: rows.map(({ name, scans }) => `${name} ${scans}`),
    tuples: rows.reduce((sum, { read, tuples }) => sum + read + tuples, 0),
  }
}

test('no view reads history from end to end', async ({ client }) => {
  const great =
    'render_instructions, render_outputs, hands, hub.attempts, hub.events, hub.actions, hub.metrics_minute, hub.pace_minutes'
  for (const table of great.split(', '))
    if (table !== 'hub.attempts' && table !== 'hub.events')
      await client.query(`alter table ${table} set (autovacuum_enabled = off)`)
  for (let week = 1; week <= 4; week++)
    for (const table of ['events', 'attempts'])
      await client.query(
        `select hub.add_week($1, date_trunc('week', now() at time zone 'UTC')::date - $2::int)`,
        [table, 7 * week],
      )
  await client.query(`analyze ${great}`)
  await fill(client)

  // a day has 10 000 pieces of work, each with an attempt, an output and a hand
  const most: Record<string, number> = {
    failure_rate: 40_000,
    pipeline: 40_000,
    actions: 200_000,
    rules: 20_000,
    orphan_hands: 20_000,
    queue: 10_000,
    throughput: 5000,
    workers: 5000,
    outputs: 5000,
    stale_instructions: 20_000,
  }
  const over: string[] = []
  const scanned: string[] = []
  for (const view of await viewsOf(client)) {
    const where = view === 'timeline' ? `where hand_id = ${count - 5}` : 'limit 30'
    const before = await looked(client)
    await client.query(`select * from ops.${view} ${where}`)
    const after = await looked(client)
    scanned.push(
      ...after.scanned.filter((table) => !before.scanned.includes(table)).map((t) => `${view}: ${t}`),
    )
    const tuples = after.tuples - before.tuples
    if (tuples > (most[view] ?? 2000)) over.push(`${view}: ${tuples}`)
  }
  expect({ scanned, over }).toEqual({ scanned: [], over: [] })
}, 120_000)
