import { setTimeout as sleep } from 'node:timers/promises'
import type { Hub } from './hub.ts'

export type Patience = {
  readonly isOutage: (error: unknown) => boolean
  /** The hub went away; it is asked again until it answers or the signal comes. */
  readonly onOutage: (error: unknown) => void
  readonly signal: AbortSignal
  readonly firstPauseMs?: number
}

const longestPauseMs = 10_000

/** The hub for those who do not give up: what is asked during an outage is asked again. All of it is idempotent. */
export function patientHub(hub: Hub, patience: Patience): Hub {
  async function ask<T>(question: () => Promise<T>): Promise<T> {
    for (let pause = patience.firstPauseMs ?? 500; ; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        return await question()
      } catch (error) {
        if (!patience.isOutage(error) || patience.signal.aborted) throw error
        patience.onOutage(error)
        await sleep(pause, undefined, { signal: patience.signal }).catch(() => {}) // stopped: asked a last time
      }
    }
  }
  return {
    recordHand: (document) => ask(() => hub.recordHand(document)),
    voidHand: (id, reason) => ask(() => hub.voidHand(id, reason)),
    listHands: (table, from, to) => ask(() => hub.listHands(table, from, to)),
    countPremium: (ids) => ask(() => hub.countPremium(ids)),
  }
}
