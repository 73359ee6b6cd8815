import { type Random, seededBy } from '../random.ts'
import { between } from './draws.ts'
import { day, hour, minute, type Span } from './types.ts'

/** A day of the broadcast. */
export type Day = {
  readonly number: number
  readonly blocks: readonly Span[]
  /** Between the blocks, dinner among them, and after the last one: when chips are counted. */
  readonly counts: readonly number[]
  /** Tests at night and rehearsals in the morning. */
  readonly tests: readonly Span[]
  /** When the operator prepares graphics for the day. */
  readonly prepares: number | null
}

/** Days of four or five blocks of about two hours; now and then a day without play. */
export function planDays(key: string, days: number): Day[] {
  return Array.from({ length: days }, (_, number) => planDay(seededBy(`${key}/day/${number}`), number))
}

function planDay(random: Random, number: number): Day {
  const start = number * day
  const tests: Span[] = []
  if (random.chance(0.5)) tests.push(testAt(start + between(1.5 * hour, 4 * hour, random), random))
  if (random.chance(0.6)) tests.push(testAt(start + between(9 * hour, 10 * hour, random), random))
  const rests = random.chance(0.1) && number > 0
  if (rests) return { number, blocks: [], counts: [], tests, prepares: null }

  const blocks: Span[] = []
  const counts: number[] = []
  let at = start + between(11.5 * hour, 12.5 * hour, random)
  const first = at
  const count = random.chance(0.25) ? 5 : 4
  for (let block = 0; block < count; block++) {
    const to = at + between(105 * minute, 135 * minute, random)
    blocks.push({ from: at, to })
    counts.push(to + between(2 * minute, 6 * minute, random))
    const dinner = block === 1
    at = to + (dinner ? between(60 * minute, 90 * minute, random) : between(12 * minute, 20 * minute, random))
  }
  return { number, blocks, counts, tests, prepares: first - between(90 * minute, 150 * minute, random) }
}

function testAt(from: number, random: Random): Span {
  return { from, to: from + between(10 * minute, 40 * minute, random) }
}
