import { type Entry, entryOf } from './entry.ts'
import { handEntries } from './key_hands.ts'
import { jobEntries, staleEntries } from './key_jobs.ts'
import { errorEntries, rateEntries } from './key_rates.ts'
import { workerEntries } from './key_workers.ts'
import type { Carried, Ledger } from './ledger.ts'
import { minute } from './types.ts'
import { waitsOf } from './waits.ts'

/** The answer key of a run, worked out from what really happened in it and never from what the hub said. */
export function answerKey(ledger: Ledger): Entry[] {
  const waits = waitsOf(ledger)
  return [
    ...rateEntries(ledger, waits),
    ...errorEntries(ledger),
    ...workerEntries(ledger),
    ...staleEntries(ledger, waits),
    ...jobEntries(ledger),
    ...handEntries(ledger),
    ...ledger.faults.flatMap(hubEntries),
  ].sort((a, b) => a.from - b.from)
}

/** What the hub ought to notice of itself and of the capturing PCs. */
function hubEntries(fault: Carried): Entry[] {
  const { kind, from, to, fault: planned } = fault
  if (kind === 'hub_restart')
    return [entryOf(fault, 'detectors_blind', to - from > 7 * minute, { evidence: to })]
  // all workers late at once may be the network's fault: the hub may say so
  if (kind === 'outage_crash' || kind === 'half_outage') return [entryOf(fault, 'hub_degraded', false)]
  if (kind === 'clock_step') return [entryOf(fault, 'clock_skew', false)]
  if (kind === 'silent_table')
    return [entryOf(fault, 'silent_table', false, { scope: `table:${planned.target}` })]
  return []
}
