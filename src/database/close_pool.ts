import { setTimeout as pause } from 'node:timers/promises'
import { Client, type Pool, type PoolClient } from 'pg'

/** So long closing waits for what is under way. */
const patienceMs = 2000
/** So long for it to end after it was cancelled. */
const cancelMs = 1000

/**
 * How a pool is closed within a few seconds, whatever is under way: what does not end is cancelled, and is then
 * undone by the server, because nothing commits that was not told to.
 */
export function closer(pool: Pool, url: string): () => Promise<void> {
  const lent = new Set<PoolClient>()
  pool.on('acquire', (client) => lent.add(client))
  pool.on('release', (_error, client) => lent.delete(client))
  const close = async (): Promise<void> => {
    const ended = pool.end()
    if (await within(ended, patienceMs)) return
    const pids = [...lent].map((client) => (client as unknown as { processID: number }).processID)
    await within(
      cancel(url, pids).catch(() => {}), // a server that is away has nothing under way
      cancelMs,
    )
    await within(ended, cancelMs)
  }
  let closing: Promise<void> | undefined
  return () => {
    closing ??= close()
    return closing
  }
}

/** Over another connection, as the login itself: its role may not cancel what belongs to the login. */
async function cancel(url: string, pids: readonly number[]): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: cancelMs })
  client.on('error', () => {})
  await client.connect()
  try {
    // Behind a pooler the number may be another session's: ours alone are meant.
    await client.query(
      `select pg_cancel_backend(pid) from pg_stat_activity
       where pid = any($1) and datname = current_database() and usename = session_user and application_name like 'automation_hub%'`,
      [pids],
    )
  } finally {
    await client.end()
  }
}

async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const late = new AbortController()
  const ended = await Promise.race([
    work.then(() => true),
    pause(ms, false, { signal: late.signal }).catch(() => false),
  ])
  late.abort()
  return ended
}
