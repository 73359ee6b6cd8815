import { realpath } from 'node:fs/promises'
import { Client } from 'pg'

/** Who answers on a port: our cluster's server, one that is coming or going, or somebody else. */
export type Answer = 'ours' | 'busy' | 'stranger'

/** Connection string of the embedded server; it listens on the loopback address alone. */
export function serverUrl(port: number, password: string, database: string): string {
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/** Ask the server on a port for its data directory: proof that needs neither its process nor its files. */
export async function probe(port: number, password: string, clusterDir: string): Promise<Answer> {
  const client = new Client({
    connectionString: serverUrl(port, password, 'postgres'),
    connectionTimeoutMillis: 3000,
    query_timeout: 3000,
  })
  client.on('error', () => {}) // a server that stops while it is being asked; the query reports it
  try {
    await client.connect()
    const { rows } = await client.query<{ dir: string }>(`select current_setting('data_directory') as dir`)
    return (await samePath(rows[0]?.dir, clusterDir)) ? 'ours' : 'stranger'
  } catch (error) {
    // 57P03: starting up or shutting down. Anything else is not our server, or not any more.
    return (error as { code?: string }).code === '57P03' ? 'busy' : 'stranger'
  } finally {
    await client.end().catch(() => {})
  }
}

async function samePath(a: string | undefined, b: string): Promise<boolean> {
  if (a === undefined) return false
  const [left, right] = await Promise.all([realpath(a).catch(() => a), realpath(b)])
  return process.platform === 'win32' ? left.toLowerCase() === right.toLowerCase() : left === right
}
