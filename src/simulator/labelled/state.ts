import { type Random, seededBy } from '../random.ts'
import { createWorker, type Worker } from './crew.ts'
import type { Hub } from './hub.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createEventQueue, type EventQueue } from './queue.ts'
import type { Fault, Plan, PlannedHand, PlannedOrder } from './types.ts'

/** What happens next. */
export type Event =
  | { readonly do: 'hand'; readonly hand: PlannedHand }
  | { readonly do: 'premium'; readonly hand: number }
  | { readonly do: 'orders'; readonly orders: readonly PlannedOrder[] }
  | { readonly do: 'retries'; readonly orders: readonly number[] }
  | { readonly do: 'look' }
  | { readonly do: 'end'; readonly worker: Worker; readonly version: number }
  | { readonly do: 'begin' | 'stop'; readonly fault: Fault }
  | { readonly do: 'minute' }

/** A broadcast under way. */
export type World = {
  readonly plan: Plan
  readonly hub: Hub
  readonly ledger: Ledger
  readonly queue: EventQueue<Event>
  readonly random: Random
  readonly workers: readonly Worker[]
  /** How many times slower rendering is, which share of attempts fails, whether the hub runs. */
  readonly conditions: { slower: number; failing: number; ticking: boolean }
  /** The planned order of an instruction, and the reverse. */
  readonly orders: Map<number, PlannedOrder>
  readonly instructions: Map<number, number>
  /** The worker that a fault of one worker struck. */
  readonly chosen: Map<Fault, Worker>
  /** Alerts that people see at this moment. */
  readonly showing: Set<number>
  /** Nothing waits, and nothing was told lately. */
  calm: boolean
}

export function createWorld(plan: Plan, hub: Hub): World {
  return {
    plan,
    hub,
    ledger: createLedger(plan),
    queue: createEventQueue(),
    random: seededBy(`${plan.key}/polls`),
    workers: Array.from({ length: plan.regime.workers }, (_, n) => createWorker(`ae-0${n + 1}`)),
    conditions: { slower: 1, failing: 0, ticking: true },
    orders: new Map(),
    instructions: new Map(),
    chosen: new Map(),
    showing: new Set(),
    calm: false,
  }
}
