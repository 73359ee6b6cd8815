import { drawFrom, type Quantiles, type Random, seededBy } from '../random.ts'
import type { Day } from './calendar.ts'
import { between, logNormal } from './draws.ts'
import { minute, type PlannedHand, type Span } from './types.ts'

/** Seconds from the start of a hand to that of the next one at a table, breaks left out. */
const rhythm: Quantiles = [
  [0, 28],
  [0.1, 75],
  [0.25, 105],
  [0.5, 150],
  [0.75, 212],
  [0.95, 350],
  [0.99, 560],
  [1, 780],
]
const common = ['high_card', 'one_pair', 'one_pair', 'two_pair', 'two_pair', 'three_of_a_kind', 'straight']
const premium = ['full_house', 'full_house', 'full_house', 'full_house', 'four_of_a_kind', 'straight_flush']

/** What it takes automation_sub to order a graphic: seconds mostly, at worst a minute. */
const ordering = logNormal(0.75)

export const tables = ['table_1', 'table_2']

/** Hands of both tables, in the order in which they reach the database. */
export function planHands(key: string, days: readonly Day[]): PlannedHand[] {
  const hands = tables.flatMap((table) => {
    const random = seededBy(`${key}/hands/${table}`)
    let number = 0
    const dealt: PlannedHand[] = []
    for (const { blocks, tests } of days) {
      for (const block of [...tests, ...blocks].sort((a, b) => a.from - b.from)) {
        number = random.chance(0.3) ? 0 : number // the capturing software was restarted
        const test = tests.includes(block)
        for (const at of startsIn(block, test ? 3 : 1, random)) {
          number += 1
          dealt.push(deal(at, table, number, test, random))
        }
      }
    }
    return disturb(dealt, random)
  })
  return hands.sort((a, b) => a.at - b.at)
}

/** Starts of hands; tests deal slower. */
function startsIn({ from, to }: Span, slower: number, random: Random): number[] {
  const starts: number[] = []
  let at = from + between(0, 2 * minute, random)
  while (at < to) {
    starts.push(at)
    at += drawFrom(rhythm, random) * 1000 * slower
  }
  return starts
}

function deal(start: number, table: string, number: number, test: boolean, random: Random): PlannedHand {
  const at = Math.round(start + between(40, 110, random) * 1000)
  const isPremium = !test && random.chance(0.06)
  const orderAfter = Math.round(drawFrom(ordering, random) * 7000)
  return {
    at,
    table,
    number,
    rank: random.of(isPremium ? premium : common),
    premium: isPremium,
    createdAt: at - Math.round(between(1, 4, random) * 1000),
    orderAfter,
  }
}

/** A short loss of the network: hands come late, together and out of order; and some are sent twice. */
function disturb(hands: readonly PlannedHand[], random: Random): PlannedHand[] {
  const late = new Map<number, number>()
  for (const [index, hand] of hands.entries()) {
    if (!random.chance(0.006)) continue
    const back = hand.at + between(3 * minute, 9 * minute, random)
    for (let next = index; (hands[next]?.at ?? Infinity) < back; next++) {
      late.set(next, Math.round(back + random() * 2000))
    }
  }
  return hands.flatMap((hand, index) => {
    const arrived = { ...hand, at: late.get(index) ?? hand.at }
    return random.chance(0.02) ? [arrived, { ...arrived, at: arrived.at + 1500 }] : [arrived]
  })
}
