import { type Random, seededBy } from '../random.ts'
import { createWorker, type Job, pollDelay, progressOf, startJob, type Worker } from './crew.ts'
import type { Hub, Lent } from './hub.ts'
import { createLedger, type Ledger, watchAlerts } from './ledger.ts'
import { createEventQueue } from './queue.ts'
import { type Striking, strike } from './strikes.ts'
import { known } from './templates.ts'
import { type Fault, minute, type Plan, type PlannedHand, type PlannedOrder } from './types.ts'

/** While nothing waits, runs or is told, a tick finds nothing: then only every few minutes. */
export const idleTick = 5 * minute

export type RunOptions = {
  readonly tickEvery?: number
  /** Looks at the database beside each tick. */
  readonly beside?: (at: number) => Promise<void>
}

type Event =
  | { readonly do: 'hand'; readonly hand: PlannedHand }
  | { readonly do: 'premium'; readonly hand: number }
  | { readonly do: 'orders'; readonly orders: readonly PlannedOrder[] }
  | { readonly do: 'retries'; readonly orders: readonly number[] }
  | { readonly do: 'look' }
  | { readonly do: 'end'; readonly worker: Worker; readonly version: number }
  | { readonly do: 'begin' | 'stop'; readonly fault: Fault }
  | { readonly do: 'minute' }

/** Let a plan happen to a hub, event after event in the order of time; what really happened. */
export async function runBroadcast(plan: Plan, hub: Hub, options: RunOptions = {}): Promise<Ledger> {
  const { seed, regime, end } = plan
  const { tickEvery = minute } = options
  const ledger = createLedger(plan)
  const queue = createEventQueue<Event>()
  const random: Random = seededBy(`${seed}/polls`)
  const workers = Array.from({ length: regime.workers }, (_, n) => createWorker(`ae-0${n + 1}`))
  const numbers = new Map<number, PlannedOrder>() // by instruction
  const instructions = new Map<number, number>() // by number of the order
  const showing = new Set<number>()
  let calm = false
  const conditions = { slower: 1, failing: 0, ticking: true }
  const capabilities = seed % 2 === 0 && !regime.pollers ? known.map((name) => `template:${name}`) : []

  for (const hand of plan.hands) queue.push(hand.at, { do: 'hand', hand })
  for (const { at, orders } of plan.orders) queue.push(at, { do: 'orders', orders })
  for (const { at, orders } of plan.retries) queue.push(at, { do: 'retries', orders })
  for (const fault of plan.faults) {
    queue.push(fault.from, { do: 'begin', fault })
    queue.push(fault.to, { do: 'stop', fault })
  }
  queue.push(tickEvery, { do: 'minute' })

  async function start(worker: Worker, at: number): Promise<void> {
    worker.session = await hub.register(at, worker.host, capabilities)
    Object.assign(worker, { bornAt: at, job: null, idleSince: at, beats: true, works: true })
    ledger.lives.push({ session: worker.session, host: worker.host, from: at, to: end })
    ring(at, 1)
  }

  function ring(at: number, jobs: number): void {
    const idle = workers.filter((worker) => worker.works && !worker.job).length
    for (let n = Math.min(idle, jobs); n > 0; n--)
      queue.push(at + pollDelay(regime.pollers, random()), { do: 'look' })
  }

  /** The worker that has been idle longest asks for work. */
  async function look(at: number): Promise<void> {
    const [worker] = workers
      .filter(({ works, job }) => works && !job)
      .sort((a, b) => a.idleSince - b.idleSince || (a.host < b.host ? -1 : 1))
    if (worker) await take(worker, at)
  }

  async function take(worker: Worker, at: number): Promise<void> {
    const lent = await hub.claim(at, worker.session)
    worker.idleSince = at
    if (lent) begin(worker, lent, at)
  }

  function begin(worker: Worker, lent: Lent, at: number): void {
    const { instruction, attempt, template, priority } = lent
    const entry = {
      instruction,
      attempt,
      session: worker.session,
      template,
      priority,
      from: at,
      to: null,
      failed: false,
    }
    ledger.tries.push(entry)
    const order = numbers.get(instruction)
    const key = order ? `${order.number}` : `hub/${instruction}`
    const job = startJob(
      lent,
      key,
      worker,
      { seed, at, ...conditions, poison: order?.poison ?? false },
      entry,
    )
    worker.job = job
    if (worker.hangsNext) {
      job.left = job.endsAt - at
      worker.works = false
      worker.beats = worker.hangsNext === 'beating'
      worker.hangsNext = null
    } else schedule(worker, job)
  }

  function schedule(worker: Worker, job: Job): void {
    worker.version += 1
    queue.push(job.endsAt, { do: 'end', worker, version: worker.version })
  }

  async function finish(worker: Worker, at: number): Promise<void> {
    const job = worker.job
    if (!job) return
    worker.job = null
    job.entry.to = at
    job.entry.failed = job.fails !== null
    if (job.fails === null) await hub.complete(at, worker.session, job.lent)
    else {
      const again = await hub.fail(at, worker.session, job.lent, job.fails)
      if (again !== null) {
        ledger.returns.push({ instruction: job.lent.instruction, at: again })
        queue.push(again + 500, { do: 'look' })
      }
    }
    await take(worker, at + 200)
  }

  async function beat(at: number): Promise<void> {
    const beating = workers.filter((worker) => worker.beats)
    const lost = await hub.beat(
      at,
      beating.map(({ session, job }) => ({
        session,
        progress: job ? { [job.lent.instruction]: progressOf(job, at) } : {},
      })),
    )
    for (const worker of beating) {
      if (!worker.job || !lost.includes(worker.job.lent.instruction)) continue
      worker.job = null
      worker.version += 1
      worker.idleSince = at
    }
  }

  const striking: Striking = {
    workers,
    conditions,
    ledger,
    hub,
    schedule,
    start,
    ring,
    rouse: take,
    chosen: new Map(),
  }

  async function happen(at: number, event: Event): Promise<void> {
    switch (event.do) {
      case 'hand': {
        const { table, premium, orderAfter } = event.hand
        const hand = await hub.hand(at, event.hand)
        if (hand === null) return
        ledger.hands.push({ hand, at, table, premium })
        if (premium && orderAfter !== null) queue.push(at + orderAfter, { do: 'premium', hand })
        return
      }
      case 'premium': {
        const instruction = await hub.premium(at, event.hand)
        ledger.made.set(event.hand, at)
        ledger.ordered.push({ instruction, order: null, template: 'premium_hand', runnableAt: at })
        return ring(at, 1)
      }
      case 'orders': {
        const ids = await hub.orders(at, event.orders)
        for (const [index, order] of event.orders.entries()) {
          const instruction = ids[index] as number
          numbers.set(instruction, order)
          instructions.set(order.number, instruction)
          const runnableAt = Math.max(at, order.notBefore ?? at)
          ledger.ordered.push({ instruction, order: order.number, template: order.template, runnableAt })
          if (runnableAt > at) queue.push(runnableAt + 500, { do: 'look' }) // the hub rings when it is due
        }
        return ring(at, event.orders.length)
      }
      case 'retries':
        for (const number of event.orders) {
          const instruction = instructions.get(number)
          if (instruction === undefined || !(await hub.retry(at, instruction))) continue
          ledger.returns.push({ instruction, at })
          ring(at, 1)
        }
        return
      case 'look':
        return look(at)
      case 'end':
        if (event.worker.version === event.version) await finish(event.worker, at)
        return
      case 'begin':
      case 'stop':
        return strike(striking, event.do, event.fault, at)
      case 'minute': {
        queue.push(at + tickEvery, { do: 'minute' })
        const idle = calm && workers.every((worker) => !worker.job)
        if (idle && at - (ledger.ticks.at(-1) ?? 0) < idleTick) return
        if (!regime.pollers) await beat(at)
        if (!conditions.ticking) return
        const { alerts, waiting } = await hub.tick(at)
        ledger.ticks.push(at)
        watchAlerts(ledger, at, alerts, showing)
        calm = !waiting && !ledger.alerts.some((alert) => alert.to === null && alert.from > at - 6 * idleTick)
        await options.beside?.(at)
        if (waiting) ring(at, regime.workers)
      }
    }
  }

  for (const worker of workers) await start(worker, 0)
  for (let next = queue.pop(); next && next.at < end; next = queue.pop()) await happen(next.at, next.event)
  const { attempts, instructions: remainders } = await hub.recorded()
  return Object.assign(ledger, { attempts, remainders })
}
