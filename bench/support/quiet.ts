import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Wait until the machine has little else to do, for a quarter of a minute at most. What was still going on
 * (0 to 1, of all cores) is kept with the measurement that follows.
 */
export async function untilQuiet(longestMs = 15_000): Promise<number> {
  const deadline = Date.now() + longestMs
  for (;;) {
    const busy = startBusyMeter()
    await sleep(250)
    const share = busy()
    if (share < 0.12 || Date.now() > deadline) return share
  }
}

/** How busy the machine is from now on until asked: 0 to 1, of all cores, whoever it works for. */
export function startBusyMeter(): () => number {
  const before = times()
  return () => {
    const after = times()
    return Math.round((1 - (after.idle - before.idle) / (after.all - before.all)) * 100) / 100
  }
}

function times(): { idle: number; all: number } {
  let idle = 0
  let all = 0
  for (const { times } of cpus()) {
    idle += times.idle
    all += times.user + times.nice + times.sys + times.irq + times.idle
  }
  return { idle, all }
}
