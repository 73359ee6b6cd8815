import { scheduleOf } from './schedule.ts'
import { playTable, type Step } from './table.ts'

export type BroadcastOptions = {
  /** The same seed makes the same documents, byte for byte. */
  readonly seed: string
  readonly tables: number
  /** Start of the first day in milliseconds since 1970. */
  readonly start: number
  readonly levelMinutes?: number
}

/** All tables of a broadcast, step after step in the order in which they happen, for ever. */
export function* broadcast({
  seed,
  tables,
  start,
  levelMinutes = 60,
}: BroadcastOptions): Generator<Step, never> {
  const schedule = scheduleOf(levelMinutes)
  const streams = Array.from({ length: tables }, (_, index) => {
    const steps = playTable({
      seed,
      table: `table_${index + 1}`,
      seats: index % 2 === 0 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [2, 3, 4, 5, 6, 7, 8, 9],
      start,
      // Clocks of the tables' PCs disagree by an hour, as they did.
      zone: index % 2 === 0 ? 4 : 3,
      firstLevel: index % 2 === 0 ? 16 : 0,
      schedule,
    })
    return { steps, next: steps.next().value }
  })
  for (;;) {
    const soonest = streams.reduce((a, b) => (b.next.air < a.next.air ? b : a))
    yield soonest.next
    soonest.next = soonest.steps.next().value
  }
}
