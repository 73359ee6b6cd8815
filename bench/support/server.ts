import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startEmbedded } from '../../src/database/embedded/server.ts'
import { migrateDatabase } from '../../src/database/migrate.ts'
import { takeSnapshot } from './snapshot.ts'

/** What the server under measurement is told beyond PostgreSQL's defaults. */
export const serverSettings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '256MB',
  max_connections: '200',
  // No checkpoint of its own accord inside a measurement: each one begins with one.
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
  // Database and application before each line of the log: statements of an idle system are counted there.
  log_line_prefix: '%d,%a,',
} as const

/** A server for one run; everything it wrote is removed when it stops. */
export type BenchServer = {
  readonly admin: Client
  /** A copy of the sources that this run measures. */
  readonly checkout: string
  /** Connection string of a database, as superuser. */
  urlOf(database: string): string
  stop(): Promise<void>
}

export type Say = (line: string) => void

export async function startServer(say: Say, parent?: string): Promise<BenchServer> {
  const dataDir = await mkdtemp(join(parent ?? (await diskDirectory()), 'automation_hub-bench-'))
  const server = await startEmbedded({
    dataDir,
    say,
    preferredPort: 15_432,
    settings: serverSettings,
  }).catch(async (error) => {
    await rm(dataDir, { recursive: true, force: true })
    throw error
  })
  const urlOf = (database: string): string => {
    const url = new URL(server.url)
    url.pathname = `/${database}`
    return url.href
  }
  const admin = await connect(urlOf('postgres'))
  return {
    admin,
    checkout: await takeSnapshot(dataDir),
    urlOf,
    stop: async () => {
      await admin.end()
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const tmpfs = 0x01021994

/** A place where fsync means something: the system's temporary folder unless that lies in memory. */
async function diskDirectory(): Promise<string> {
  const { type } = await statfs(tmpdir())
  return type === tmpfs ? '/var/tmp' : tmpdir()
}

export async function connect(url: string, applicationName = 'bench'): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: applicationName })
  await client.connect()
  return client
}

/** Name of the migrated database that others are cloned from. */
export const hubTemplate = 'bench_hub'

/** Lay the hub's schema once, as its process would. */
export async function createHubTemplate(server: BenchServer, say: Say): Promise<void> {
  await server.admin.query(`create database ${hubTemplate} template template0 encoding 'UTF8'`)
  await migrateDatabase(server.urlOf(hubTemplate), { sqlDir: join(server.checkout, 'sql') })
  say('the schema of the hub is laid')
}

/** A database of its own for one measurement. */
export async function cloneDatabase(server: BenchServer, template: string, name: string): Promise<string> {
  await untilUnused(server, template)
  await server.admin.query(`create database ${name} template ${template}`)
  return server.urlOf(name)
}

export async function dropDatabase(server: BenchServer, name: string): Promise<void> {
  await untilUnused(server, name)
  await server.admin.query(`drop database if exists ${name} with (force)`)
}

/** A client's end is told before its backend is gone. */
async function untilUnused(server: BenchServer, database: string): Promise<void> {
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline) {
    const { rowCount } = await server.admin.query(
      `select from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [database],
    )
    if (rowCount === 0) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
