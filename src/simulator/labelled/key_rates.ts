import { type Entry, entryOf } from './entry.ts'
import type { Carried, Ledger } from './ledger.ts'
import { lengthOf, minute, overlap } from './types.ts'
import { type Wait, waitingSpans } from './waits.ts'

const stopping = ['outage_crash', 'outage_hang']
/** One worker out of several, or work that ends otherwise: neither hit nor miss for the rate of all. */
const partly = ['hung_worker', 'crashed_worker', 'frozen_render', 'bad_worker', 'half_outage', 'slowdown']

/**
 * Lines for throughput_drop and stall. An outage or slowdown is harmless while less than ten minutes of work
 * waited, or nothing longer than three; one that leaves half of the workers or more always is.
 */
export function rateEntries({ faults }: Ledger, waits: readonly Wait[]): Entry[] {
  const waiting = waitingSpans(waits)
  const felt = (fault: Carried): { real: boolean; evidence: number } => {
    const inside = waiting.filter((span) => overlap(span, fault) > 0)
    const clipped = inside.map(({ from, to }) => ({
      from: Math.max(from, fault.from),
      to: Math.min(to, fault.to),
    }))
    const longest = Math.max(
      0,
      ...waits.filter(({ renderable }) => renderable).map((wait) => overlap(wait, fault)),
    )
    return {
      real: lengthOf(clipped) >= 10 * minute && longest > 3 * minute,
      evidence: clipped[0]?.from ?? fault.from,
    }
  }
  return faults.flatMap((fault) => {
    const { real, evidence } = felt(fault)
    const left = fault.workers - fault.struck.length
    if (stopping.includes(fault.kind)) {
      return ['stall', 'throughput_drop'].map((kind) => entryOf(fault, kind, real, { evidence }))
    }
    if (!partly.includes(fault.kind)) return []
    const drops =
      fault.kind === 'slowdown' || (fault.kind === 'half_outage' && left < fault.workers / 2) ? real : false
    return [entryOf(fault, 'throughput_drop', drops, { evidence }), entryOf(fault, 'stall', false)]
  })
}

/** Lines for error_surge: harmless with fewer than eight different instructions ending, or three failing. */
export function errorEntries({ faults, tries }: Ledger): Entry[] {
  return faults.flatMap((fault) => {
    if (fault.kind === 'bad_worker') return [entryOf(fault, 'error_surge', false)]
    if (fault.kind !== 'error_burst') return []
    const ended = tries.filter(({ to }) => to !== null && to >= fault.from && to <= fault.to + minute)
    const failed = ended.filter((one) => one.failed)
    const distinct = (some: typeof ended): number => new Set(some.map(({ instruction }) => instruction)).size
    const isIncident = distinct(ended) >= 8 && distinct(failed) >= 3
    const evidence = Math.min(fault.to, ...failed.map(({ to }) => to as number))
    return [
      entryOf(fault, 'error_surge', isIncident, { evidence }),
      // that retries pause meanwhile is a fact, not a judgement
      ...['poison_job', 'bad_worker', 'remedy_paused'].map((kind) => entryOf(fault, kind, false)),
    ]
  })
}
