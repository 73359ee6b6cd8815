import { bury, choose, crash, freeze, lastBeat, note, stretch, thaw } from './hurts.ts'
import type { Carried } from './ledger.ts'
import { ring, start } from './shift.ts'
import type { World } from './state.ts'
import type { Fault } from './types.ts'

/** Let a fault begin or stop. What it struck is written down. */
export async function strike(world: World, what: 'begin' | 'stop', fault: Fault, at: number): Promise<void> {
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

async function begin(world: World, fault: Fault, carried: Carried, at: number): Promise<void> {
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
      return hub.holdBack(at, scopeOf(fault))
    default: // the plan itself holds what it does
  }
}

async function stop(world: World, fault: Fault, carried: Carried, at: number): Promise<void> {
  const { workers, conditions, hub, ledger } = world
  switch (fault.kind) {
    case 'outage_crash':
    case 'half_outage':
    case 'crashed_worker':
      for (const { session } of carried.struck) {
        const worker = workers.find((one) => one.session === session)
        if (worker) await start(world, worker, at)
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
        return start(world, worker, at)
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
      await hub.letGo(at, scopeOf(fault))
      return ring(world, at, workers.length)
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
