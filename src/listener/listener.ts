import type { Db } from '../database/pool.ts'
import { tick } from '../database/verbs.ts'
import type { Log } from '../log.ts'
import { type Mode, openDoorbell } from './doorbell.ts'
import { startPulse } from './pulse.ts'

/** What the hub's ear knows of itself; read from memory. */
export type ListenerState = {
  readonly mode: Mode
  /** Milliseconds since tick() last succeeded; null = not yet. */
  readonly tickAgeMs: number | null
  /** Why the last tick() failed; null = it did not. */
  readonly tickError: string | null
}

export type Listener = { state(): ListenerState; close(): Promise<void> }

export type ListenerOptions = { readonly listenUrl: string; readonly db: Db; readonly log: Log }

/** Even if every ring is lost, nothing waits longer than this. */
const pollMs = 1000

/** Do what is due whenever the doorbell rings, and every second in any case. */
export function startListener({ listenUrl, db, log }: ListenerOptions): Listener {
  let tickedAt: number | null = null
  let tickError: string | null = null

  const work = async (): Promise<void> => {
    try {
      for (const step of await tick(db)) log.debug(step, 'tick')
      if (tickError) log.info('tick works again')
      tickedAt = performance.now()
      tickError = null
    } catch (error) {
      // The poll tries again; say it once, not every second.
      if (!tickError) log.error({ err: error }, 'tick fails')
      tickError = (error as Error).message
    }
  }
  const pulse = startPulse({ work, everyMs: pollMs })
  const doorbell = openDoorbell({ url: listenUrl, onRing: pulse.ring, log })
  return {
    state: () => ({
      mode: doorbell.mode(),
      tickAgeMs: tickedAt === null ? null : Math.round(performance.now() - tickedAt),
      tickError,
    }),
    close: async () => {
      await doorbell.close()
      await pulse.stop()
    },
  }
}
