import { join } from 'node:path'
import type { Client } from 'pg'
import { test as base } from '../support/database.ts'
import { type Running, runNode } from '../support/process.ts'

const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts')

/** `hub`: serve the test's database by a process of its own; whatever still runs in the end is killed. */
export const test = base.extend('hub', async ({ url }, { onCleanup }) => {
  const running: Running[] = []
  onCleanup(async () => {
    for (const each of running) await kill(each)
  })
  return async (env: NodeJS.ProcessEnv = {}): Promise<Running> => {
    const hub = runNode(cli, ['serve', '--port', '0', '--database-url', url], {
      env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...env },
    })
    running.push(hub)
    await hub.line(/^listening on/)
    return hub
  }
})

export async function kill({ child, ended }: Running): Promise<void> {
  child.kill('SIGKILL')
  await ended
}

/** Make a channel or a route; its id. */
export async function save(client: Client, what: 'channel' | 'route', row: object): Promise<number> {
  const { rows } = await client.query(
    `select (to_jsonb(s) ->> 'id')::int as id from hub.save_${what}(null, $1, 'ann', 'x') as s`,
    [JSON.stringify(row)],
  )
  return rows[0].id
}

export async function raise(client: Client, kind: string, severity = 'critical'): Promise<void> {
  await client.query(`select hub.raise_event($1, 'global', 'alert', $2, $1 || ' fires')`, [kind, severity])
}

export async function set(client: Client, key: string, value: unknown): Promise<void> {
  await client.query('update hub.settings set value = $2 where key = $1', [key, JSON.stringify(value)])
}

export const soon = { timeout: 20_000, interval: 25 }
