import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startHubProcess, startWorkerProcess } from '../support/hub_process.ts'
import { type BenchServer, cloneDatabase, dropDatabase, hubTemplate } from '../support/server.ts'
import { round } from '../support/statistics.ts'
import { startSide } from './child.ts'
import { systemNamed } from './registry.ts'

/** What a system that has nothing to do asks the server all the same. */
export type IdleRow = {
  readonly kind: 'idle'
  readonly system: string
  readonly statementsPerSecond: number
  /** Statements in all, by the name the connection gave itself. */
  readonly byApplication: Readonly<Record<string, number>>
  readonly seconds: number
}

type Stop = () => Promise<unknown>

/** Started on a database of its own; how to stop it, last started first. */
const companies: Readonly<Record<string, (server: BenchServer, url: string) => Promise<Stop[]>>> = {
  hub: async (server, url) => {
    const hub = await startHubProcess(server.checkout, url)
    return [hub.stop]
  },
  'hub and a worker': async (server, url) => {
    const hub = await startHubProcess(server.checkout, url)
    const worker = await startWorkerProcess(server.checkout, url)
    return [worker.stop, hub.stop]
  },
  'graphile-worker': (_server, url) => peer('graphile-worker', url),
  'pg-boss': (_server, url) => peer('pg-boss', url),
}

async function peer(name: string, url: string): Promise<Stop[]> {
  await systemNamed(name).install?.(url)
  const side = await startSide(join(import.meta.dirname, 'worker_side.ts'), [name, url])
  return [side.end]
}

/** Counted in the server's own log, after what it takes to settle down. */
export async function measureIdle(server: BenchServer, seconds: number): Promise<IdleRow[]> {
  const rows: IdleRow[] = []
  for (const [system, start] of Object.entries(companies)) {
    const database = 'bench_idle'
    const url = await cloneDatabase(server, system.startsWith('hub') ? hubTemplate : 'template0', database)
    await server.admin.query(`alter database ${database} set log_statement = 'all'`)
    const stops = await start(server, url)
    await sleep(Math.min(8000, seconds * 1000))
    const byApplication = await countStatements(server, database, seconds)
    for (const stop of stops) await stop()
    await dropDatabase(server, database)
    const all = Object.values(byApplication).reduce((sum, count) => sum + count, 0)
    rows.push({ kind: 'idle', system, statementsPerSecond: round(all / seconds), byApplication, seconds })
  }
  return rows
}

/** The prefix of each line is database and application: see the settings of the server. */
async function countStatements(
  { admin }: BenchServer,
  database: string,
  seconds: number,
): Promise<Record<string, number>> {
  const { rows } = await admin.query(
    'select f as file, (pg_stat_file(f)).size from pg_current_logfile() as f',
  )
  const { file, size } = rows[0]
  await sleep(seconds * 1000)
  const { rows: read } = await admin.query('select pg_read_file($1, $2, 100000000) as text', [file, size])
  const counts: Record<string, number> = {}
  for (const line of (read[0].text as string).split('\n')) {
    const [, where, application] = /^([^,]*),([^,]*),.*?LOG: {2}(?:statement|execute [^:]*):/.exec(line) ?? []
    if (where !== database) continue
    const name = application || 'unnamed'
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
