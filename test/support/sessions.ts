import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'

/** Server process of a session. */
export async function pidOf(client: Client): Promise<number> {
  const { rows } = await client.query('select pg_backend_pid() as pid')
  return rows[0].pid
}

/** Wait until that session waits for a lock that another one holds: what it runs has met the other. */
export async function untilWaiting(observer: Client, pid: number): Promise<void> {
  for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
    const { rows } = await observer.query('select cardinality(pg_blocking_pids($1)) > 0 as waiting', [pid])
    if (rows[0].waiting) return
    await pause(wait)
  }
}

/** Wait until that server process is gone, and with it its locks. */
export async function untilGone(observer: Client, pid: number): Promise<void> {
  for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
    const { rowCount } = await observer.query('select from pg_stat_activity where pid = $1', [pid])
    if (rowCount === 0) return
    await pause(wait)
  }
}

/** Let the hub's clock be set by hub.verbs' p_now. */
export async function allowSimulation(client: Client): Promise<void> {
  await client.query(`update hub.settings set value = 'true' where key = 'simulation'`)
}
