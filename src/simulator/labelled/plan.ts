import { seededBy } from '../random.ts'
import { planDays } from './calendar.ts'
import { between } from './draws.ts'
import { planFaults } from './faults.ts'
import { planHands } from './hands.ts'
import { createOrderer, type Orderer, planOrders, planRetries } from './orders.ts'
import { perWorkerMinute } from './templates.ts'
import {
  day,
  type Fault,
  hour,
  minute,
  nameOf,
  type Plan,
  type PlannedHand,
  type PlannedOrders,
  type Regime,
} from './types.ts'

export type PlanOptions = {
  readonly seed: number
  readonly days: number
  readonly regime: Regime
  /** Faults a day on average; 0 makes the quiet twin of the same seed. */
  readonly faultsPerDay?: number
  /** These faults instead of drawn ones. */
  readonly faults?: readonly Fault[]
}

/** All that will happen from outside, drawn from the seed alone. */
export function planBroadcast({ seed, days, regime, faultsPerDay = 2, faults: given }: PlanOptions): Plan {
  // each regime has a broadcast of its own, or all would meet the same faults
  const key = `${seed}/${nameOf(regime)}`
  const calendar = planDays(key, days)
  const faults = given ?? planFaults(key, regime, calendar, faultsPerDay)
  const order = createOrderer(key)
  const hands = planHands(key, calendar)
  const usual = planOrders(key, regime, calendar, hands, order)
  const [failing, retries] = planRetries(key, calendar, order)
  // Last, so that the orders of the quiet twin have the same numbers.
  const caused = faults.flatMap((fault) => ordersOf(fault, regime, order))
  return {
    seed,
    key,
    regime,
    days,
    end: days * day + 2 * hour,
    hands: hands.map((hand) => throughFaults(hand, faults, key)).filter((hand) => hand !== null),
    orders: [...usual, ...failing, ...caused].sort((a, b) => a.at - b.at),
    retries,
    faults,
    play: calendar.flatMap(({ blocks }) => blocks),
  }
}

/** A hand as it is handed in under the faults of that time; null = it is not. */
function throughFaults(hand: PlannedHand, faults: readonly Fault[], key: string): PlannedHand | null {
  const lost = hand.premium && seededBy(`${key}/forgotten/${hand.table}/${hand.at}`).chance(0.008)
  let result: PlannedHand = faults.length > 0 && lost ? { ...hand, orderAfter: null } : hand
  for (const { kind, from, to, amount, target } of faults) {
    if (hand.at < from || hand.at >= to) continue
    if (kind === 'silent_table' && hand.table === target) return null
    if (kind === 'generator_down') result = { ...result, orderAfter: null }
    if (kind === 'clock_step' && hand.table === target) {
      result = { ...result, createdAt: hand.createdAt + Math.sign(amount || 1) * hour }
    }
  }
  return result
}

/** Orders that belong to a fault: a template that nobody has, a flood of more urgent work. */
function ordersOf({ kind, from, to }: Fault, regime: Regime, order: Orderer): PlannedOrders[] {
  const random = seededBy(`${from}/${kind}`)
  if (kind === 'no_renderer') {
    return [0, 4, 9].map((late) => {
      const at = from + late * minute
      return { at, orders: [order(at, 'new_opener', { poison: false })] }
    })
  }
  if (kind !== 'starvation') return []
  const rows = Math.round((regime.workers * perWorkerMinute * 2 * (to - from)) / minute)
  const flood = Array.from({ length: rows }, () => order(from, 'lower_third', { priority: 3, poison: false }))
  const starved = Array.from({ length: 5 }, () => {
    const at = Math.round(from + between(1, 4, random) * minute)
    return { at, orders: [order(at, 'lower_third', { priority: 8, poison: false })] }
  })
  return [{ at: from, orders: flood }, ...starved]
}
