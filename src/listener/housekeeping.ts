import type { Db } from '../database/pool.ts'
import { maintain } from '../database/verbs.ts'
import type { Log } from '../log.ts'
import { rest } from './rest.ts'

export type Housekeeping = { close(): Promise<void> }

export type HousekeepingOptions = {
  readonly db: Db
  readonly leads: () => boolean
  readonly log: Log
  /** How often; the first time after a tenth of it, when a start has settled. */
  readonly everyMs?: number
}

/** Weeks are made eight ahead and history ends by days: an hour is often. */
const hourMs = 3_600_000

/** Let the leading hub keep history in order. What is locked at the moment is left for the next time, by hub.maintain itself. */
export function startHousekeeping({ db, leads, log, everyMs = hourMs }: HousekeepingOptions): Housekeeping {
  const closing = new AbortController()
  const run = async (): Promise<void> => {
    await rest(everyMs / 10, closing.signal)
    while (!closing.signal.aborted) {
      if (leads())
        await maintain(db).catch((error) => log.error({ err: error }, 'history could not be kept in order'))
      await rest(everyMs, closing.signal)
    }
  }
  const running = run()
  return {
    close: async () => {
      closing.abort()
      await running
    },
  }
}
