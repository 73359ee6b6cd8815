import type { PostgresPool } from 'kysely'
import { type Db, type OpenDatabase, typed } from './pool.ts'

export type ReplicaOptions = {
  /** It does not take connections: the primary is asked instead, until it does again. */
  readonly onAway: (error: Error) => void
  readonly onBack: () => void
}

/** After a connection that failed it is left alone for so long. */
const restMs = 5000

/** A standby for what is only looked at; while it is away the primary answers. */
export function preferReplica(replica: OpenDatabase, primary: OpenDatabase, options: ReplicaOptions): Db {
  let away = false
  let restsUntil = Number.NEGATIVE_INFINITY
  const lender: PostgresPool = {
    connect: async () => {
      if (performance.now() < restsUntil) return primary.lender.connect()
      try {
        const client = await replica.lender.connect()
        if (away) options.onBack()
        away = false
        return client
      } catch (error) {
        restsUntil = performance.now() + restMs
        if (!away) options.onAway(error as Error)
        away = true
        return primary.lender.connect()
      }
    },
    end: () => replica.lender.end(),
    options: replica.lender.options,
  }
  return typed(lender)
}
