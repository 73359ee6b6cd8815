import type { Client } from 'pg'
import type { Part } from '../support/part.ts'
import { untilQuiet } from '../support/quiet.ts'
import { cloneDatabase, connect, dropDatabase, hubTemplate } from '../support/server.ts'
import { describe, type Latencies } from '../support/statistics.ts'
import { plain, table } from '../support/table.ts'
import { fillHistory } from './fill.ts'

/** One measurement: ticks on a history of this length. */
export type TickRow = {
  readonly finished: number
  readonly live: number
  readonly latencyMs: Latencies
  readonly busyBefore: number
}

/** (t) What a tick costs when history has grown long. */
export const ticks: Part<TickRow> = {
  key: 'tick',
  title: 'tick() beside a long history',
  summarize: (rows) =>
    table(
      ['finished', 'live', 'p50 ms', 'p95 ms', 'p99 ms'],
      rows.map(({ finished, live, latencyMs: { p50, p95, p99 } }) => [
        finished,
        live,
        plain(p50),
        plain(p95),
        plain(p99),
      ]),
    ),
  async run({ server, quick, say }) {
    const live = { pending: 4000, processing: 300, failed: 700 }
    const rows: TickRow[] = []
    for (const finished of quick ? [10_000, 100_000] : [100_000, 10_000_000]) {
      const database = 'bench_tick'
      const url = await cloneDatabase(server, hubTemplate, database)
      const client = await connect(url)
      say(`  filling ${finished} finished instructions...`)
      await fillHistory(client, { finished, ...live, hands: Math.min(200_000, finished) })
      await client.query('vacuum analyze')
      await server.admin.query('checkpoint')
      say('  filled; waiting for a quiet machine, ten minutes at most...')
      const busyBefore = await untilQuiet(600_000)
      const latencyMs = describe(await measure(client, quick ? 60 : 300))
      rows.push({ finished, live: 5000, latencyMs, busyBefore })
      say(`  ${finished} finished: p50 ${latencyMs.p50} p99 ${latencyMs.p99} ms`)
      await client.end()
      await dropDatabase(server, database)
    }
    return { conditions: live, rows }
  },
}

/** Two ticks a second as under load, with a little work between them: every detector has its turn. */
async function measure(client: Client, count: number): Promise<number[]> {
  const worker = (await client.query(`select hub.register_worker('ae-measured') as id`)).rows[0].id
  for (let i = 0; i < 10; i++) await client.query('select * from hub.tick()') // plans are made, remedies have their first say
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const { rows } = await client.query('select id, attempt from hub.claim_instructions($1, 2)', [worker])
    for (const { id, attempt } of rows) {
      await client.query(`select hub.complete_instruction($1, $2, '//nas/x.mov', 1)`, [id, attempt])
    }
    const began = performance.now()
    await client.query('select * from hub.tick()')
    times.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 500 - (performance.now() - began))))
  }
  return times
}
