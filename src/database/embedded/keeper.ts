import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'

/** Advisory lock that every hub on an embedded server holds shared; who can take it alone is the last. */
const houseLock = [7461, 102]

export type KeeperOptions = {
  /** A database that every hub of the server sees: advisory locks belong to one database. */
  readonly url: string
  /** Database to make if it does not exist. */
  readonly database: string
  /** Bring the server back on the same port. */
  readonly relaunch: () => Promise<void>
  readonly warn: (message: string, error?: unknown) => void
}

/** One hub's share in an embedded server. */
export type Keeper = {
  /** Give the share up; true = nobody else has one, and nobody can take one until the server stops. */
  release(): Promise<boolean>
}

/**
 * Hold a connection to the server for as long as the hub lives. Its lock says that the server is
 * in use, and vanishes with a killed hub; its loss says that the server died and must be started again.
 */
export async function createKeeper(options: KeeperOptions): Promise<Keeper> {
  let closing = false
  let recovery = Promise.resolve()
  let client = await holdFirst(options)
  const watch = (): void => {
    client.once('end', () => {
      recovery = recover()
    })
  }
  const recover = async (): Promise<void> => {
    while (!closing) {
      options.warn('the connection to PostgreSQL is lost, starting it again if it is down')
      try {
        await options.relaunch()
        client = await hold(options)
        return watch()
      } catch (error) {
        options.warn('PostgreSQL is not back yet', error)
        await pause(1000)
      }
    }
  }
  watch()
  return {
    release: async () => {
      closing = true
      await recovery
      const last = await tryAlone(client, options.warn)
      // The lock is kept until the server stops, so that a hub that comes now waits and starts its own.
      if (!last) await client.end()
      return last
    },
  }
}

/** The server may be on its way down while we ask: its last hub has just left. Then it is started again. */
async function holdFirst(options: KeeperOptions): Promise<Client> {
  for (let left = 5; ; left--) {
    try {
      return await hold(options)
    } catch (error) {
      if (left === 0) throw error
      await options.relaunch()
    }
  }
}

async function hold(options: KeeperOptions): Promise<Client> {
  const client = new Client({
    connectionString: options.url,
    application_name: 'automation_hub keeper',
    keepAlive: true,
    connectionTimeoutMillis: 5000,
  })
  client.on('error', () => {}) // followed by `end`, which is what is watched
  await client.connect()
  await client.query('select pg_advisory_lock_shared($1, $2)', houseLock)
  await createDatabase(client, options.database)
  return client
}

async function tryAlone(client: Client, warn: KeeperOptions['warn']): Promise<boolean> {
  try {
    await client.query('select pg_advisory_unlock_shared($1, $2)', houseLock)
    const { rows } = await client.query('select pg_try_advisory_lock($1, $2) as alone', houseLock)
    return rows[0].alone === true
  } catch (error) {
    warn('PostgreSQL was gone before the hub let go of it', error)
    return true
  }
}

async function createDatabase(client: Client, name: string): Promise<void> {
  const exists = await client.query('select from pg_database where datname = $1', [name])
  if (exists.rowCount) return
  try {
    await client.query(`create database ${client.escapeIdentifier(name)} template template0 encoding 'UTF8'`)
  } catch (error) {
    // 42P04, 23505: a hub that started at the same moment was first.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error
  }
}
