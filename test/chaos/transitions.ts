import type { Call, Kind, Verb } from './history.ts'
import { isLate, rawMay, type State, type Step } from './model.ts'

// Whether one change of an instruction is what its call may do. Pure; written from the contract, not from the SQL.

type Fault = { readonly kind: Kind; readonly text: string }

const reports: readonly Verb[] = ['complete', 'fail', 'release']
/** Verbs that name no instruction. */
const sweeps: readonly Verb[] = ['claim', 'tick', 'rescue', 'heartbeat', 'insert']

/** What is wrong with a step; null when it is as it should be. */
export function faultOf(step: Step, lapsed: boolean): Fault | null {
  const { call, before, after, event } = step
  if (!call || call.refusal) return fault('unexplained change', `no accepted call made ${told(step)}`)
  if (!sweeps.includes(call.verb) && call.instruction !== event.key)
    return fault('unexplained change', `${call.verb} of another instruction made ${told(step)}`)
  if (!before)
    return event.op === 'insert' ? null : fault('lost', 'its first event is not that it was created')
  if (event.op !== 'update') return fault('lost', `it was gone: ${event.op}`)
  return attemptFault(before, after) ?? verbFault(step, call, before, lapsed)
}

function attemptFault(before: State, after: State): Fault | null {
  const claimed = after.status === 'processing' && (before.status !== 'processing' || differs(before, after))
  if (claimed && before.status === 'processing')
    return fault('two owners', `attempt ${after.attempt} began while attempt ${before.attempt} ran`)
  if (claimed && after.attempt !== before.attempt + 1)
    return fault('attempt gap', `attempt ${after.attempt} was given after ${before.attempt}`)
  if (!claimed && after.attempt !== before.attempt)
    return fault(
      'attempt gap',
      `the attempt moved from ${before.attempt} to ${after.attempt} without a claim`,
    )
  return null
}

function differs(before: State, after: State): boolean {
  return before.attempt !== after.attempt || before.worker !== after.worker
}

function verbFault(step: Step, call: Call, before: State, lapsed: boolean): Fault | null {
  const { after } = step
  const way = `${before.status}>${after.status}`
  if (before.status === after.status)
    return mayTouch(step, call) ? null : fault('unexplained change', `${call.verb} made ${told(step)}`)
  if (reports.includes(call.verb)) return reportFault(step, call, before, way)
  if (call.verb.startsWith('raw_')) return rawFault(step, call, before)
  if (way === 'processing>pending' || way === 'processing>failed') {
    if (!['claim', 'tick', 'rescue'].includes(call.verb) || step.event.reason !== 'rescue_expired')
      return fault('unexplained change', `${call.verb} made ${told(step)}`)
    if (!lapsed && before.lease !== null && step.event.at < before.lease)
      return fault('early rescue', `attempt ${before.attempt} was taken back before its lease had run out`)
    return null
  }
  return ways[call.verb]?.includes(way)
    ? null
    : fault('unexplained change', `${call.verb} made ${told(step)}`)
}

/** Besides rescues. A failed one becomes completed when its old poller's output is found. */
const ways: Readonly<Partial<Record<Verb, readonly string[]>>> = {
  claim: ['pending>processing', 'failed>pending'],
  tick: ['failed>pending', 'failed>completed'],
  retry: ['failed>pending', 'cancelled>pending', 'completed>pending'],
  cancel: ['pending>cancelled', 'processing>cancelled', 'failed>cancelled'],
}

const ends: Readonly<Partial<Record<Verb, readonly string[]>>> = {
  complete: ['processing>completed'],
  fail: ['processing>failed', 'processing>completed'],
  release: ['processing>pending'],
}

function reportFault(step: Step, call: Call, before: State, way: string): Fault | null {
  if (before.attempt !== call.attempt)
    return fault(
      'stale write accepted',
      `${call.verb} of attempt ${call.attempt} made ${told(step)} at attempt ${before.attempt}`,
    )
  const earlier = before.ends.get(before.attempt)
  if (before.status !== 'processing')
    return fault(
      earlier ? 'two outcomes' : 'stale write accepted',
      `attempt ${call.attempt} had ended (${earlier}); ${call.verb} made ${told(step)}`,
    )
  if (!ends[call.verb]?.includes(way)) return fault('unexplained change', `${call.verb} made ${told(step)}`)
  return null
}

function rawFault(step: Step, call: Call, before: State): Fault | null {
  if (call.verb === 'raw_output')
    return before.status === 'failed' && step.after.status === 'completed'
      ? null
      : fault('unexplained change', `a raw output made ${told(step)}`)
  if (rawMay(before, call)) return null
  const whose = before.worker
    ? 'a worker has'
    : isLate(before, call.session)
      ? 'another poller has'
      : 'nobody has'
  return fault('stale write accepted', `a raw statement made ${told(step)}, which ${whose}`)
}

/** Changes that leave the state alone: a priority, or the progress of what the worker holds. */
function mayTouch({ before, event }: Step, call: Call): boolean {
  if (call.verb !== 'heartbeat') return ['retry', 'change_priority'].includes(call.verb)
  const signs = Object.keys(event.doc).every((name) => ['progress', 'lease_expires_at'].includes(name))
  return signs && before?.status === 'processing' && before.worker === call.worker
}

function told({ before, after, event }: Step): string {
  return `${event.kind} (${before?.status ?? 'nothing'} to ${after.status})`
}

function fault(kind: Kind, text: string): Fault {
  return { kind, text }
}
