import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startHubProcess } from '../support/hub_process.ts'
import type { Part } from '../support/part.ts'
import { untilQuiet } from '../support/quiet.ts'
import { type BenchServer, cloneDatabase, dropDatabase, hubTemplate } from '../support/server.ts'
import { describe, type Latencies } from '../support/statistics.ts'
import { type Side, startSide } from './child.ts'
import { type IdleRow, measureIdle } from './idle.ts'
import type { Additions, Order } from './producer_side.ts'
import { latencySystems, systemNamed } from './registry.ts'
import { summarizeLatency } from './summary.ts'
import type { Claims } from './worker_side.ts'

/** One measurement. */
export type LatencyRow = {
  readonly kind: 'latency'
  readonly round: number
  readonly perSecond: number
  readonly system: string
  /** From sending the insert to the job in the worker's hand. */
  readonly insertToClaimMs: Latencies
  /** The same from the moment at which the producer knew that it had committed; below zero = 0. */
  readonly commitToClaimMs: Latencies
  readonly busyBefore: number
}

/** (b) How long a job waits for a worker that has nothing else to do. */
export const latency: Part<LatencyRow | IdleRow> = {
  key: 'b',
  title: 'insert -> claimed by a waiting worker; statements of an idle system',
  summarize: summarizeLatency,
  async run({ server, quick, say, only }) {
    const rows: (LatencyRow | IdleRow)[] = []
    const seconds = only.seconds ?? (quick ? 2 : 10)
    for (let number = 1; number <= (only.rounds ?? (quick ? 1 : 3)); number++) {
      for (const perSecond of [75, 300]) {
        for (const system of Object.keys(latencySystems)) {
          if (perSecond > 100 && system === 'hub, from hand') continue // so many premium hands nobody deals
          const row = await measure(server, system, { perSecond, seconds, first: 1000 })
          rows.push({ kind: 'latency', round: number, ...row })
          const { p50, p95, p99 } = row.insertToClaimMs
          say(`  round ${number}: ${perSecond}/s ${system.padEnd(16)} p50 ${p50}  p95 ${p95}  p99 ${p99} ms`)
        }
      }
    }
    for (const row of await measureIdle(server, quick ? 3 : 30)) {
      rows.push(row)
      say(`  idle ${row.system.padEnd(16)} ${row.statementsPerSecond} statements/s`)
    }
    return { conditions: { seconds, arrivals: 'at random (Poisson), the same for all', workers: 1 }, rows }
  },
}

async function measure(
  server: BenchServer,
  system: string,
  order: Order,
): Promise<Omit<LatencyRow, 'round' | 'kind'>> {
  const database = 'bench_latency'
  const isHub = system.startsWith('hub')
  await using open = new AsyncDisposableStack()
  const url = await cloneDatabase(server, isHub ? hubTemplate : 'template0', database)
  open.defer(() => dropDatabase(server, database))
  await systemNamed(system).install?.(url)
  if (isHub) {
    const hub = await startHubProcess(server.checkout, url)
    open.defer(() => hub.stop())
  }
  const worker = await startSide(join(import.meta.dirname, 'worker_side.ts'), [system, url])
  open.defer(() => worker.end())
  const producer = await startSide(join(import.meta.dirname, 'producer_side.ts'), [system, url])
  open.defer(() => producer.end())

  await claimAll(worker, await producer.ask<Additions>({ ...order, seconds: 2, first: 1 })) // warm
  await server.admin.query('checkpoint')
  const busyBefore = await untilQuiet()
  const additions = await producer.ask<Additions>(order)
  const claimedAt = await claimAll(worker, additions)
  const insert = additions.map(([id, sent]) => (claimedAt.get(id) as number) - sent)
  const commit = additions.map(([id, , committed]) => Math.max(0, (claimedAt.get(id) as number) - committed))
  return {
    perSecond: order.perSecond,
    system,
    insertToClaimMs: describe(insert),
    commitToClaimMs: describe(commit),
    busyBefore,
  }
}

/** Wait until the worker has had them all; one that never arrives is a fault, not a number. */
async function claimAll(worker: Side, additions: Additions): Promise<Map<string, number>> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const claims = new Map(await worker.ask<Claims>('claims'))
    const missing = additions.filter(([id]) => !claims.has(id)).length
    if (missing === 0) return claims
    if (Date.now() > deadline) throw new Error(`${missing} jobs were never claimed`)
    await sleep(200)
  }
}
