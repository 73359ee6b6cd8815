import { type Entry, entryOf } from './entry.ts'
import type { Carried, Ledger, Struck } from './ledger.ts'
import { stuckAfter } from './templates.ts'
import { minute } from './types.ts'

const silent = ['outage_crash', 'half_outage', 'crashed_worker', 'hung_worker']

/** Lines for worker_lost, stuck_processing and bad_worker. */
export function workerEntries(ledger: Ledger): Entry[] {
  const { pollers } = ledger.plan.regime
  return ledger.faults.flatMap((fault) => {
    if (fault.kind === 'slowdown' || fault.kind === 'outage_hang')
      return [entryOf(fault, 'stuck_processing', false)]
    if (fault.kind === 'bad_worker') return fault.struck.map((struck) => badEntry(ledger, fault, struck))
    if (fault.kind === 'frozen_render')
      return fault.struck.flatMap((struck) => stuckEntry(ledger, fault, struck))
    if (!silent.includes(fault.kind)) return []
    if (pollers) return fault.struck.flatMap((struck) => stuckEntry(ledger, fault, struck))
    return [...fault.struck.map((struck) => lostEntry(fault, struck)), ...allLost(fault)]
  })
}

/** Only a worker that held work is missed; one that is back within two minutes may go unnoticed. */
function lostEntry(fault: Carried, { at, session, instruction }: Struck): Entry {
  const isIncident = instruction !== null && fault.to - at > 2 * minute
  return entryOf(fault, 'worker_lost', isIncident, { scope: `worker:${session}`, from: at, evidence: at })
}

function allLost(fault: Carried): Entry[] {
  if (fault.struck.length < fault.workers) return []
  const held = fault.struck.some(({ instruction }) => instruction !== null)
  return [entryOf(fault, 'worker_lost', held, { scope: 'workers' })]
}

/**
 * A render that hangs, seen by its age alone: until its row left `processing`, by the lease of old pollers at the
 * latest. An incident when that is well beyond any limit that could have been learnt, and beyond the half hour
 * that holds while rendering is slow as a whole.
 */
function stuckEntry(ledger: Ledger, fault: Carried, { at, instruction, template }: Struck): Entry[] {
  if (instruction === null || template === null) return []
  const tried = ledger.tries.findLast((one) => one.instruction === instruction && one.from <= at)
  const attempt = ledger.attempts.find(
    (one) => one.instruction === instruction && one.attempt === tried?.attempt,
  )
  const since = ledger.plan.regime.pollers ? (tried?.from ?? at) : at
  const to = Math.min(attempt?.finishedAt ?? ledger.plan.end, ledger.plan.end)
  const isIncident = to - since > Math.max(1.35 * stuckAfter(template), 33 * minute) + 2 * minute
  const evidence = since + stuckAfter(template)
  const scope = `instruction:${instruction}`
  return [entryOf(fault, 'stuck_processing', isIncident, { scope, from: at, to, evidence })]
}

/** Five different instructions failing on one worker, while others succeed. */
function badEntry({ plan, tries }: Ledger, fault: Carried, { session }: Struck): Entry {
  const ended = tries.filter(({ to }) => to !== null && to >= fault.from && to <= fault.to)
  const failed = ended.filter((one) => one.session === session && one.failed)
  const fine = ended.some((one) => one.session !== session && !one.failed)
  // an old poller has no session that could be told to wait
  const isIncident =
    fine && !plan.regime.pollers && new Set(failed.map(({ instruction }) => instruction)).size >= 6
  return entryOf(fault, 'bad_worker', isIncident, {
    scope: `worker:${session}`,
    evidence: failed[4]?.to ?? fault.from,
  })
}
