import type { Hub } from './hub.ts'
import { type Ledger, watchAlerts } from './ledger.ts'
import { beat, finish, look, ring, start } from './shift.ts'
import { createWorld, type Event, type World } from './state.ts'
import { strike } from './strikes.ts'
import { minute, type Plan, type PlannedHand, type PlannedOrder } from './types.ts'

export type RunOptions = {
  /** Milliseconds between ticks. */
  readonly tickEvery?: number
  /** Looks at the database beside each tick. */
  readonly beside?: (at: number) => Promise<void>
}

/** While nothing waits, runs, is told or has to be made, a tick finds nothing: then only every few minutes. */
const idleTick = 5 * minute

/** Let a plan happen to a hub, event after event in the order of time; what really happened. */
export async function runBroadcast(plan: Plan, hub: Hub, options: RunOptions = {}): Promise<Ledger> {
  const world = createWorld(plan, hub)
  const { queue, ledger } = world
  for (const hand of plan.hands) queue.push(hand.at, { do: 'hand', hand })
  for (const { at, orders } of plan.orders) queue.push(at, { do: 'orders', orders })
  for (const { at, orders } of plan.retries) queue.push(at, { do: 'retries', orders })
  for (const fault of plan.faults) {
    queue.push(fault.from, { do: 'begin', fault })
    queue.push(fault.to, { do: 'stop', fault })
  }
  queue.push(options.tickEvery ?? minute, { do: 'minute' })

  for (const worker of world.workers) await start(world, worker, 0)
  for (let next = queue.pop(); next && next.at < plan.end; next = queue.pop()) {
    await happen(world, next.at, next.event, options)
  }
  const { attempts, instructions: remainders } = await hub.recorded()
  return Object.assign(ledger, { attempts, remainders })
}

async function happen(world: World, at: number, event: Event, options: RunOptions): Promise<void> {
  switch (event.do) {
    case 'hand':
      return deal(world, at, event.hand)
    case 'premium': {
      const instruction = await world.hub.premium(at, event.hand)
      world.ledger.made.set(event.hand, at)
      world.ledger.ordered.push({ instruction, order: null, template: 'premium_hand', runnableAt: at })
      return ring(world, at, 1)
    }
    case 'orders':
      return place(world, at, event.orders)
    case 'retries':
      return putBack(world, at, event.orders)
    case 'look':
      return look(world, at)
    case 'end':
      if (event.worker.version === event.version) await finish(world, event.worker, at)
      return
    case 'begin':
    case 'stop':
      return strike(world, event.do, event.fault, at)
    case 'minute':
      world.queue.push(at + (options.tickEvery ?? minute), { do: 'minute' })
      return tick(world, at, options)
  }
}

async function deal({ hub, ledger, queue }: World, at: number, planned: PlannedHand): Promise<void> {
  const { table, premium, orderAfter } = planned
  const hand = await hub.hand(at, planned)
  if (hand === null) return
  ledger.hands.push({ hand, at, table, premium })
  if (premium && orderAfter !== null) queue.push(at + orderAfter, { do: 'premium', hand })
}

async function place(world: World, at: number, orders: readonly PlannedOrder[]): Promise<void> {
  const ids = await world.hub.orders(at, orders)
  for (const [index, order] of orders.entries()) {
    const instruction = ids[index] as number
    world.orders.set(instruction, order)
    world.instructions.set(order.number, instruction)
    const runnableAt = Math.max(at, order.notBefore ?? at)
    world.ledger.ordered.push({ instruction, order: order.number, template: order.template, runnableAt })
    if (runnableAt > at) world.queue.push(runnableAt + 500, { do: 'look' }) // the hub rings when it is due
  }
  ring(world, at, orders.length)
}

async function putBack(world: World, at: number, orders: readonly number[]): Promise<void> {
  for (const number of orders) {
    const instruction = world.instructions.get(number)
    if (instruction === undefined || !(await world.hub.retry(at, instruction))) continue
    world.ledger.returns.push({ instruction, at, byHand: true })
    ring(world, at, 1)
  }
}

async function tick(world: World, at: number, options: RunOptions): Promise<void> {
  const { hub, ledger, workers, conditions, showing } = world
  const idle = world.calm && workers.every((worker) => !worker.job) && !expectsGraphic(world, at)
  if (idle && at - (ledger.ticks.at(-1) ?? 0) < idleTick) return
  await beat(world, at)
  if (!conditions.ticking) return
  const { alerts, waiting } = await hub.look(at)
  ledger.ticks.push(at)
  watchAlerts(ledger, at, alerts, showing)
  world.calm = !waiting && !ledger.alerts.some(({ from, to }) => to === null && from > at - 6 * idleTick)
  await options.beside?.(at)
  if (waiting) ring(world, at, workers.length)
}

/** A premium hand came lately and nobody made its graphic: a rule or an alert is due soon. */
function expectsGraphic({ ledger: { hands, made } }: World, at: number): boolean {
  const recent = hands.slice(hands.findLastIndex((hand) => at - hand.at > 2 * idleTick) + 1)
  return recent.some(({ hand, premium }) => premium && !made.has(hand))
}
