import { seededBy } from '../random.ts'
import { progressOf, type Worker } from './crew.ts'
import type { Carried, Ledger } from './ledger.ts'
import { schedule, take } from './shift.ts'
import type { World } from './state.ts'
import type { Fault } from './types.ts'

/** One worker, rather one at work; the same at the end of the fault as at its beginning. */
export function choose({ workers, chosen }: World, fault: Fault): Worker {
  const busy = workers.filter((worker) => worker.job)
  const worker = chosen.get(fault) ?? seededBy(`${fault.from}`).of(busy.length > 0 ? busy : workers)
  chosen.set(fault, worker)
  return worker
}

export async function crash(world: World, worker: Worker, carried: Carried, at: number): Promise<void> {
  await lastBeat(world, worker, at)
  note(worker, carried, at)
  bury(world.ledger, worker, at)
  Object.assign(worker, { works: false, beats: false, job: null, version: worker.version + 1 })
}

/** Signs of life are sent every four seconds; the simulation leaves out all but the last one. */
export async function lastBeat({ hub, ledger }: World, worker: Worker, at: number): Promise<void> {
  if (ledger.plan.regime.pollers) return
  const progress = worker.job ? { [worker.job.lent.instruction]: progressOf(worker.job, at) } : {}
  await hub.beat(at - seededBy(`${at}/${worker.host}`).below(4000), [{ session: worker.session, progress }])
}

export function bury(ledger: Ledger, worker: Worker, at: number): void {
  const life = ledger.lives.findLast((one) => one.session === worker.session)
  if (life) life.to = at
}

export function note(worker: Worker, carried: Carried, at: number): void {
  const { lent } = worker.job ?? {}
  carried.struck.push({
    at,
    session: worker.session,
    instruction: lent?.instruction ?? null,
    template: lent?.template ?? null,
  })
}

export function freeze(worker: Worker, carried: Carried, at: number): void {
  note(worker, carried, at)
  worker.works = false
  worker.version += 1
  if (worker.job) worker.job.left = worker.job.endsAt - at
}

export async function thaw(world: World, worker: Worker, at: number): Promise<void> {
  worker.works = true
  const { job } = worker
  if (!job) return take(world, worker, at)
  job.endsAt = at + (job.left ?? 0)
  job.left = null
  schedule(world, worker, job)
}

/** What is being rendered becomes slower or faster. */
export function stretch(world: World, factor: number, at: number): void {
  for (const worker of world.workers) {
    if (!worker.job || worker.job.left !== null) continue
    worker.job.endsAt = at + (worker.job.endsAt - at) * factor
    schedule(world, worker, worker.job)
  }
}
