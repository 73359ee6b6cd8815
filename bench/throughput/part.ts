import type { Part } from '../support/part.ts'
import { untilQuiet } from '../support/quiet.ts'
import { type BenchServer, cloneDatabase, connect, dropDatabase, hubTemplate } from '../support/server.ts'
import { round } from '../support/statistics.ts'
import { graphileRunner, graphileWorker } from './graphile_worker.ts'
import { hub } from './hub.ts'
import { pgBoss } from './pg_boss.ts'
import type { QueueSystem } from './queue.ts'
import { summarizeThroughput } from './summary.ts'

/** One measurement. */
export type ThroughputRow = {
  readonly round: number
  readonly batch: number
  readonly system: string
  readonly perSecond: number
  readonly walBytesPerJob: number
  readonly busyBefore: number
}

const systems: readonly QueueSystem[] = [hub, graphileWorker, graphileRunner, pgBoss]
const connections = 4

/** (c) How fast a full queue can be emptied. */
export const throughput: Part<ThroughputRow> = {
  key: 'c',
  title: 'claim and complete, preloaded and analysed, 4 connections',
  summarize: summarizeThroughput,
  async run({ server, quick, say, only }) {
    const jobs = quick ? 1000 : 20_000
    const rows: ThroughputRow[] = []
    for (let number = 1; number <= (only.rounds ?? (quick ? 1 : 3)); number++) {
      for (const batch of [1, 50]) {
        for (const system of systems) {
          const row = await measure(server, system, batch, jobs)
          rows.push({ round: number, ...row })
          const rate = `${Math.round(row.perSecond)} jobs/s`
          say(
            `  round ${number}: batch ${batch}, ${system.name.padEnd(16)} ${rate}  ${row.walBytesPerJob} B WAL a job`,
          )
        }
      }
    }
    const how = Object.fromEntries(systems.map(({ name, version, how }) => [name, `${version}: ${how}`]))
    return { conditions: { jobs, connections, systems: how }, rows }
  },
}

async function measure(
  server: BenchServer,
  system: QueueSystem,
  batch: number,
  jobs: number,
): Promise<Omit<ThroughputRow, 'round'>> {
  const database = 'bench_throughput'
  const url = await cloneDatabase(server, system === hub ? hubTemplate : 'template0', database)
  // Before the load: pages that the load has written need no full image in the log again.
  await server.admin.query('checkpoint')
  const queue = await system.load(url, jobs, connections)
  const busyBefore = await untilQuiet()
  const admin = await connect(url)
  const from = await walPosition(admin)
  const began = performance.now()
  await queue.empty(batch)
  const seconds = (performance.now() - began) / 1000
  const wal = (await walPosition(admin)) - from
  await admin.end()
  const done = await queue.countDone()
  if (done !== jobs) throw new Error(`${system.name} has done ${done} of ${jobs} jobs`)
  await queue.close()
  await dropDatabase(server, database)
  return {
    batch,
    system: system.name,
    perSecond: round(jobs / seconds),
    walBytesPerJob: Math.round(wal / jobs),
    busyBefore,
  }
}

async function walPosition(admin: Awaited<ReturnType<typeof connect>>): Promise<number> {
  const { rows } = await admin.query(`select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as bytes`)
  return Number(rows[0].bytes)
}
