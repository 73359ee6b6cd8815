import { setTimeout as pause } from 'node:timers/promises'

/** Wait, or until `signal` aborts. */
export async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => {}) // closing ends it early
}
