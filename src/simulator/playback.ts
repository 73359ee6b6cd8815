import { setTimeout as sleep } from 'node:timers/promises'
import type { Step } from './table.ts'

export type Playback = {
  /** How much faster than life; 0 = without waiting. */
  readonly speed: number
  /** Stop after so many hands. */
  readonly hands: number
  readonly signal: AbortSignal
  readonly take: (step: Step) => Promise<void>
}

/** Play a broadcast in time, from its first step on; tells how many hands were played. */
export async function playBack(steps: Iterable<Step>, playback: Playback): Promise<number> {
  const { speed, signal } = playback
  const began = performance.now()
  let first: number | null = null
  let hands = 0
  for (const step of steps) {
    first ??= step.air
    if (speed > 0) await until(began + (step.air - first) / speed, signal)
    if (signal.aborted) break
    await playback.take(step)
    if (step.kind === 'hand') hands += 1
    if (hands >= playback.hands) break
  }
  return hands
}

/** A timer holds 24 days at most. */
const longestMs = 86_400_000

async function until(time: number, signal: AbortSignal): Promise<void> {
  for (let left = time - performance.now(); left > 0 && !signal.aborted; left = time - performance.now()) {
    await sleep(Math.min(left, longestMs), undefined, { signal }).catch((error) => {
      if (!signal.aborted) throw error
    })
  }
}
