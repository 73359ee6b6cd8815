import type { Db } from '../database/pool.ts'
import { reportListener } from '../database/verbs.ts'
import type { Log } from '../log.ts'
import type { Mode } from './doorbell.ts'
import { rest } from './rest.ts'

export type ModeAlarm = { close(): Promise<void> }

export type ModeAlarmOptions = {
  readonly db: Db
  readonly hub: string
  readonly state: () => { readonly mode: Mode; readonly why: string }
  readonly log: Log
}

const lookEveryMs = 1000
/** A connection that is mended within this time is nobody's business. */
const bearForMs = 3000
/** Who polls says so again: the alert of a hub that is gone ends (hub.detect_hub_degraded). */
const repeatEveryMs = 60_000

/** Tell the database, and so everybody, when this hub has to poll, and when it hears again. */
export function startModeAlarm({ db, hub, state, log }: ModeAlarmOptions): ModeAlarm {
  const closing = new AbortController()
  let told: Mode | undefined
  let toldAt = 0
  let pollingSince: number | undefined

  const look = async (): Promise<void> => {
    const { mode, why } = state()
    pollingSince = mode === 'push' ? undefined : (pollingSince ?? performance.now())
    const borne = pollingSince !== undefined && performance.now() - pollingSince < bearForMs
    const repeat = mode !== 'push' && performance.now() - toldAt > repeatEveryMs
    if ((mode === told && !repeat) || borne) return
    await reportListener(db, hub, mode === 'push' ? null : why)
    told = mode
    toldAt = performance.now()
  }

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await look().catch((error) => log.debug({ err: error }, 'the mode could not be told')) // tried again
      await rest(lookEveryMs, closing.signal)
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
