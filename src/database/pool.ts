import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import { type ClientBase, escapeIdentifier, Pool, types } from 'pg'
import { closer } from './close_pool.ts'
import { tagged } from './tagged_pool.ts'
import type { DB } from './types.ts'

/** The typed handle every part of the hub works with. */
export type Db = Kysely<DB>

export type DatabaseOptions = {
  /** Connections at most. */
  readonly max?: number
  /** So many stay open though nobody asks. */
  readonly min?: number
  /** How long a connection may take. */
  readonly connectTimeoutMs?: number
  /** Shown in pg_stat_activity and in the journal as the actor's application. */
  readonly applicationName?: string
  /** Who asks at this moment, shown in place of the name; undefined = nobody in particular. */
  readonly tagOf?: () => string | undefined
  /** A statement that takes longer is cancelled; 0 = never. */
  readonly statementTimeoutMs?: number
  /** Act with the rights of this role alone; the login has to be a member. */
  readonly role?: string
  /** An idle connection was lost; the pool makes a new one when it needs it. */
  readonly onError?: (error: Error) => void
}

export type OpenDatabase = {
  readonly db: Db
  readonly pool: Pool
  /** Where `db` takes its connections from. */
  readonly lender: PostgresPool
  close(): Promise<void>
}

/** Open a pool. It connects on first use; closing waits a moment for what is under way, and cancels what is then. */
export function openDatabase(url: string, options: DatabaseOptions = {}): OpenDatabase {
  const applicationName = options.applicationName ?? 'automation_hub'
  const pool = new Pool({
    connectionString: url,
    application_name: applicationName,
    max: options.max ?? 10,
    min: options.min ?? 0,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    // An old snapshot kills the queue for everybody: nothing of ours may keep one.
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: 15_000,
    // A new connection has to make all its plans anew, so one that a burst has made is kept for the next.
    idleTimeoutMillis: 600_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser: typeParser },
    ...(options.role !== undefined && { onConnect: become(options.role) }),
  })
  // An unheard `error` would end the process, and the pool listens only to clients that nobody uses:
  // of one at work the query reports it.
  pool.on('error', options.onError ?? (() => {}))
  pool.on('connect', (client) => client.on('error', () => {}))
  const lender = options.tagOf ? tagged(pool, applicationName, options.tagOf) : pool
  return { db: typed(lender), pool, lender, close: closer(pool, url) }
}

/** The typed handle over whatever lends connections. */
export function typed(lender: PostgresPool): Db {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: lender }) })
}

/**
 * What every connection does first: before that nobody gets it. Every question is a short one, whatever the planner expects of
 * a long history: starting parallel workers or compiling would cost more than all the rest.
 */
function become(role: string): (client: ClientBase) => Promise<void> {
  return async (client) => {
    await client.query(
      `set role ${escapeIdentifier(role)}; set max_parallel_workers_per_gather = 0; set jit = off`,
    )
  }
}

/** A bigint as a number, if it is one exactly: PokerGFX ids exceed 2^53 and must be selected as text. */
export function exactNumber(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new RangeError(`bigint ${text} does not fit a JavaScript number; select it as text`)
}

const { INT8 } = types.builtins
/** pg-types has no name for arrays; their parser gives the items as text. */
const int8Array = 1016 as Parameters<typeof types.getTypeParser>[0]
const parseArray: (text: string) => (string | null)[] = types.getTypeParser(int8Array)

type Format = Parameters<typeof types.getTypeParser>[1]

export function typeParser(oid: number, format?: Format): (value: string) => unknown {
  if (format !== 'binary' && oid === INT8) return exactNumber
  if (format !== 'binary' && oid === int8Array) {
    return (text) => parseArray(text).map((item) => (item === null ? null : exactNumber(item)))
  }
  return types.getTypeParser(oid, format as 'text') as (value: string) => unknown
}
