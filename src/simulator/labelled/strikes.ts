import { seededBy } from '../random.ts'
import { type Job, progressOf, type Worker } from './crew.ts'
import type { Hub } from './hub.ts'
import type { Carried, Ledger } from './ledger.ts'
import type { Fault } from './types.ts'

/** What faults get hold of. */
export type Striking = {
  readonly workers: readonly Worker[]
  readonly conditions: { slower: number; failing: number; ticking: boolean }
  readonly ledger: Ledger
  readonly hub: Hub
  readonly schedule: (worker: Worker, job: Job) => void
  readonly start: (worker: Worker, at: number) => Promise<void>
  readonly ring: (at: number, jobs: number) => void
  /** Lets a worker ask for work. */
  readonly rouse: (worker: Worker, at: number) => Promise<void>
  /** The worker that a fault of one worker struck. */
  readonly chosen: Map<Fault, Worker>
}

/** Let a fault begin or stop. What it struck is written down. */
export async function strike(
  world: Striking,
  what: 'begin' | 'stop',
  fault: Fault,
  at: number,
): Promise<void> {
  if (what === 'begin') {
    const { kind, from, to } = fault
    const carried = { kind, from, to, fault, struck: [], workers: world.workers.length }
    world.ledger.faults.push(carried)
    await begin(world, fault, carried, at)
  } else {
    const carried = world.ledger.faults.find((one) => one.fault === fault)
    if (carried) await stop(world, fault, carried, at)
  }
}

async function begin(world: Striking, fault: Fault, carried: Carried, at: number): Promise<void> {
  const { workers, conditions, hub } = world
  switch (fault.kind) {
    case 'outage_crash':
      for (const worker of workers) await crash(world, worker, carried, at)
      return
    case 'half_outage':
      for (const worker of workers.slice(0, Math.round(workers.length * fault.amount))) {
        await crash(world, worker, carried, at)
      }
      return
    case 'crashed_worker':
      return crash(world, choose(world, fault), carried, at)
    case 'outage_hang':
      for (const worker of workers) freeze(worker, carried, at)
      return
    case 'hung_worker':
    case 'frozen_render': {
      const worker = choose(world, fault)
      const silent = fault.kind === 'hung_worker'
      if (!worker.job) worker.hangsNext = silent ? 'silent' : 'beating'
      else {
        if (silent) await lastBeat(world, worker, at)
        freeze(worker, carried, at)
        worker.beats = !silent
      }
      return
    }
    case 'slowdown':
      conditions.slower = fault.amount
      return stretch(world, fault.amount, at)
    case 'error_burst':
      conditions.failing = fault.amount
      return
    case 'bad_worker': {
      const worker = choose(world, fault)
      worker.bad = fault.amount
      return note(worker, carried, at)
    }
    case 'hub_restart':
      conditions.ticking = false
      return
    case 'pause_queue':
    case 'pause_template':
      return hub.pause(at, scopeOf(fault))
    default: // the plan itself holds what it does
  }
}

async function stop(world: Striking, fault: Fault, carried: Carried, at: number): Promise<void> {
  const { workers, conditions, hub, ledger } = world
  switch (fault.kind) {
    case 'outage_crash':
    case 'half_outage':
    case 'crashed_worker':
      for (const { session } of carried.struck) {
        const worker = workers.find((one) => one.session === session)
        if (worker) await world.start(worker, at)
      }
      return
    case 'outage_hang':
      for (const worker of workers) await thaw(world, worker, at)
      return
    case 'hung_worker':
    case 'frozen_render': {
      const worker = choose(world, fault)
      worker.hangsNext = null
      if (worker.works) return // it had nothing to hang with
      if (worker.job && carried.struck.length === 0) note(worker, carried, worker.job.entry.from)
      if (fault.kind === 'hung_worker') {
        bury(ledger, worker, at)
        return world.start(worker, at)
      }
      if (worker.job) Object.assign(worker.job, { fails: 'connection timeout', left: 0 } as const)
      return thaw(world, worker, at)
    }
    case 'slowdown':
      conditions.slower = 1
      return stretch(world, 1 / fault.amount, at)
    case 'error_burst':
      conditions.failing = 0
      return
    case 'bad_worker':
      for (const worker of workers) worker.bad = 0
      return
    case 'hub_restart':
      conditions.ticking = true
      return
    case 'pause_queue':
    case 'pause_template':
      ledger.pauses.push({ scope: scopeOf(fault), from: fault.from, to: at })
      await hub.resume(at, scopeOf(fault))
      return world.ring(at, workers.length)
    case 'no_renderer':
      for (const { instruction, template } of ledger.ordered) {
        const tried = ledger.tries.some((one) => one.instruction === instruction)
        if (template === fault.target && !tried) await hub.cancel(at, instruction)
      }
      return
    default:
  }
}

function scopeOf({ kind, target }: Fault): string {
  return kind === 'pause_queue' ? 'queue' : `template:${target}`
}

/** One worker, rather one at work; the same at the end of the fault as at its beginning. */
function choose({ workers, chosen }: Striking, fault: Fault): Worker {
  const busy = workers.filter((worker) => worker.job)
  const worker = chosen.get(fault) ?? seededBy(`${fault.from}`).of(busy.length > 0 ? busy : workers)
  chosen.set(fault, worker)
  return worker
}

async function crash(world: Striking, worker: Worker, carried: Carried, at: number): Promise<void> {
  await lastBeat(world, worker, at)
  note(worker, carried, at)
  bury(world.ledger, worker, at)
  Object.assign(worker, { works: false, beats: false, job: null, version: worker.version + 1 })
}

/** Signs of life are sent every four seconds; the simulation leaves out all but the last one. */
async function lastBeat({ hub, ledger }: Striking, worker: Worker, at: number): Promise<void> {
  if (ledger.plan.regime.pollers) return
  const progress = worker.job ? { [worker.job.lent.instruction]: progressOf(worker.job, at) } : {}
  await hub.beat(at - seededBy(`${at}/${worker.host}`).below(4000), [{ session: worker.session, progress }])
}

function bury(ledger: Ledger, worker: Worker, at: number): void {
  const life = ledger.lives.findLast((one) => one.session === worker.session)
  if (life) life.to = at
}

function note(worker: Worker, carried: Carried, at: number): void {
  const { lent } = worker.job ?? {}
  carried.struck.push({
    at,
    session: worker.session,
    instruction: lent?.instruction ?? null,
    template: lent?.template ?? null,
  })
}

function freeze(worker: Worker, carried: Carried, at: number): void {
  note(worker, carried, at)
  worker.works = false
  worker.version += 1
  if (worker.job) worker.job.left = worker.job.endsAt - at
}

async function thaw(world: Striking, worker: Worker, at: number): Promise<void> {
  worker.works = true
  const { job } = worker
  if (!job) return world.rouse(worker, at)
  job.endsAt = at + (job.left ?? 0)
  job.left = null
  world.schedule(worker, job)
}

/** What is being rendered becomes slower or faster. */
function stretch({ workers, schedule }: Striking, factor: number, at: number): void {
  for (const worker of workers) {
    if (!worker.job || worker.job.left !== null) continue
    worker.job.endsAt = at + (worker.job.endsAt - at) * factor
    schedule(worker, worker.job)
  }
}
