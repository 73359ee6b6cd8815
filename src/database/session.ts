import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { Client } from 'pg'
import { type Db, typeParser } from './pool.ts'

/** One connection, for what belongs to a connection: presence, LISTEN. */
export type Session = {
  readonly db: Db
  /** False once the server or the network has ended it. */
  readonly alive: boolean
  /** Call `ring` at every notification on `channel`. */
  listen(channel: string, ring: () => void): Promise<void>
  close(): Promise<void>
}

export type SessionOptions = {
  readonly applicationName: string
  /** An answer that takes longer means that the connection is dead. */
  readonly queryTimeoutMs?: number
  /** How long a connection may take. */
  readonly connectTimeoutMs?: number
}

/** Connect, or throw what stands in the way. */
export async function openSession(url: string, options: SessionOptions): Promise<Session> {
  const client = new Client({
    connectionString: url,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    query_timeout: options.queryTimeoutMs ?? 15_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    types: { getTypeParser: typeParser },
  })
  let alive = true
  client.on('error', () => {
    alive = false // the query under way, or the next one, tells why
  })
  client.on('end', () => {
    alive = false
  })
  await client.connect()
  return {
    db: new Kysely({ dialect: new PostgresDialect({ pool: poolOfOne(client) }) }),
    get alive() {
      return alive
    },
    async listen(channel, ring) {
      client.on('notification', (message) => {
        if (message.channel === channel) ring()
      })
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
    },
    close: () => client.end(),
  }
}

/** The client queues what is asked at once; nothing here opens a transaction. */
function poolOfOne(client: Client): PostgresPool {
  const connection = { query: client.query.bind(client), release: () => {} } as unknown as PostgresPoolClient
  return { connect: async () => connection, end: () => client.end(), options: {} }
}
