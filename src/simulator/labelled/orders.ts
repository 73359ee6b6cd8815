import { seededBy } from '../random.ts'
import type { Day } from './calendar.ts'
import { between, countAround } from './draws.ts'
import { drawTemplate, perWorkerMinute, templateOf } from './templates.ts'
import {
  minute,
  type PlannedHand,
  type PlannedOrder,
  type PlannedOrders,
  type PlannedRetries,
  type Regime,
} from './types.ts'

/** Share of what the workers can do that is ordered during play, and rows of a bulk load for each worker. */
const loads = {
  low: { share: 0.25, bulk: 7 },
  normal: { share: 0.5, bulk: 10 },
  high: { share: 0.75, bulk: 13 },
}

/** Seconds between two hands of either table. */
const betweenHands = 86

/** Makes orders with running numbers. */
export type Orderer = (at: number, template: string, changes?: Partial<PlannedOrder>) => PlannedOrder

export function createOrderer(key: string): Orderer {
  let count = 0
  return (at, template, changes = {}) => {
    const number = count++
    const poison = seededBy(`${key}/poison/${number}`).chance(0.0015)
    const { priority } = templateOf(template)
    return { number, template, priority, notBefore: null, createdAt: at - 200, poison, ...changes }
  }
}

/** What automation_sub orders, graphics of premium hands aside. */
export function planOrders(
  key: string,
  regime: Regime,
  days: readonly Day[],
  hands: readonly PlannedHand[],
  order: Orderer,
): PlannedOrders[] {
  const random = seededBy(`${key}/orders`)
  const { share, bulk } = loads[regime.load]
  const mean = (share * regime.workers * perWorkerMinute * betweenHands) / 60
  const all: PlannedOrders[] = []
  const add = (at: number, templates: readonly string[], changes?: Partial<PlannedOrder>): void => {
    const orders = templates.map((template) => order(at, template, changes))
    if (orders.length > 0) all.push({ at: Math.round(at), orders })
  }

  for (const hand of hands) {
    const inPlay = days.some(({ blocks }) => blocks.some(({ from, to }) => hand.at >= from && hand.at <= to))
    const templates = Array.from({ length: countAround(mean, random) }, () => drawTemplate(random))
    if (inPlay) add(hand.at + between(1, 20, random) * 1000, templates)
    if (inPlay && random.chance(0.004)) add(hand.at, ['lower_third'], { priority: 1 })
  }
  for (const { counts, tests, prepares, blocks } of days) {
    for (const at of counts) add(at, many('chip_count', countAround(bulk * regime.workers, random)))
    for (const test of tests) {
      for (let at = test.from; at < test.to; at += between(3, 12, random) * minute) {
        add(at, [drawTemplate(random)], { poison: random.chance(0.15) })
      }
    }
    const first = blocks[0]?.from
    const last = blocks.at(-1)?.to
    if (prepares === null || first === undefined || last === undefined) continue
    for (let left = 4 * regime.workers; left > 0; left--) {
      add(prepares, ['leaderboard'], { notBefore: Math.round(between(first, last, random)) })
    }
    add(prepares, many('leaderboard', 3), { createdAt: Math.round(prepares - 40 * minute) })
  }
  return all.sort((a, b) => a.at - b.at)
}

/** Now and then a person puts the same one or two failures back again and again for half an hour. */
export function planRetries(
  key: string,
  days: readonly Day[],
  order: Orderer,
): [PlannedOrders[], PlannedRetries[]] {
  const orders: PlannedOrders[] = []
  const retries: PlannedRetries[] = []
  for (const { number, blocks } of days) {
    const random = seededBy(`${key}/retries/${number}`)
    const block = blocks[random.below(Math.max(1, blocks.length))]
    if (!block || !random.chance(0.25)) continue
    const from = Math.round(between(block.from, block.to - 50 * minute, random))
    const failing = many('lower_third', 1 + random.below(2)).map((name) =>
      order(from, name, { poison: true }),
    )
    orders.push({ at: from, orders: failing })
    for (let at = from + 3 * minute; at < from + 35 * minute; at += between(80, 150, random) * 1000) {
      retries.push({ at: Math.round(at), orders: failing.map((one) => one.number) })
    }
  }
  return [orders, retries]
}

function many(template: string, count: number): string[] {
  return Array.from({ length: count }, () => template)
}
