import { Client } from 'pg'
import { test as base, inject } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../src/database/pool.ts'
import { appRole } from '../../src/database/prepare.ts'
import { cloneDatabase, releaseClone } from './clone.ts'

/**
 * `test` with databases:
 * - `shared`: connection string of one database per worker; leave no trace in it;
 * - `tx`: a client on it inside a transaction that is rolled back;
 * - `url`: connection string of a database of this test's own, for commits, LISTEN, races;
 * - `connect`: makes clients on `url`, each its own session, closed at the end;
 * - `client`: one such client;
 * - `database`: `url` opened as the hub does it, with the rights of hub_app: { db, pool }.
 */
export const test = base
  .extend('shared', { scope: 'worker' }, async () => freshDatabase())
  .extend('tx', async ({ shared }, { onCleanup }) => {
    const client = await connectTo(shared)
    await client.query('begin')
    onCleanup(async () => {
      await client.query('rollback')
      await client.end()
    })
    return client
  })
  .extend('url', async ({}, { onCleanup }) => {
    const url = await freshDatabase()
    if (inject('inMemory')) onCleanup(() => releaseClone(url))
    return url
  })
  .extend('connect', async ({ url }, { onCleanup }) => {
    const clients: Client[] = []
    onCleanup(async () => {
      await Promise.all(clients.map((client) => client.end()))
    })
    return async (options: ClientOptions = {}): Promise<Client> => {
      const client = await connectTo(url, options)
      clients.push(client)
      return client
    }
  })
  .extend('client', async ({ connect }) => connect())
  .extend('database', async ({ url }, { onCleanup }): Promise<OpenDatabase> => {
    const database = openDatabase(url, { role: appRole })
    onCleanup(() => database.close())
    return database
  })

export type ClientOptions = {
  /** Act as this role, as a sibling would after logging in. */
  readonly role?: string
  readonly applicationName?: string
}

/** A migrated database that nobody else uses. */
export function freshDatabase(): Promise<string> {
  return cloneDatabase(inject('adminUrl'), inject('template'), inject('run'))
}

/** A session of its own. A server that ends it is reported by the query under way, or by the next one. */
async function connectTo(url: string, options: ClientOptions = {}): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: options.applicationName ?? 'test',
  })
  client.on('error', () => {})
  await client.connect()
  if (options.role) await client.query(`set role ${client.escapeIdentifier(options.role)}`)
  return client
}
