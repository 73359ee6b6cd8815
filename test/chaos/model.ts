import type { Call, Doc, JournalEvent } from './history.ts'

// An instruction's life as the journal tells it, event by event, each with the call that made it.

export type State = {
  readonly status: string
  readonly attempt: number
  /** Worker session that holds it; null for an old poller, or when nobody does. */
  readonly worker: string | null
  /** Lease that the claim gave, microseconds; signs of life only extend it. */
  readonly lease: number | null
  /** Who claimed each attempt, and how each ended. */
  readonly claims: ReadonlyMap<number, { readonly worker: string | null; readonly session: string }>
  readonly ends: ReadonlyMap<number, string>
  readonly row: Doc
}

export type Step = {
  readonly event: JournalEvent
  readonly call: Call | null
  readonly before: State | null
  readonly after: State
}

/** Who wrote what a transaction wrote to an instruction: its call, or that report of its batch. */
export type Writers = (xid: string, instruction: string) => Call | null

/** Replay one instruction's events. */
export function stepsOf(
  events: readonly JournalEvent[],
  callOf: (xid: string) => Call | null,
): readonly Step[] {
  const steps: Step[] = []
  for (const event of events) {
    const call = callOf(event.xid)
    const before = steps.at(-1)?.after ?? null
    steps.push({ event, call, before, after: next(before, event, call) })
  }
  return steps
}

function next(before: State | null, event: JournalEvent, call: Call | null): State {
  const row: Doc = event.op === 'insert' ? event.doc : { ...before?.row, ...event.doc }
  const status = String(row.status)
  const attempt = Number(row.attempt)
  const worker = (row.worker_id as string | null) ?? null
  const claims = new Map(before?.claims)
  const ends = new Map(before?.ends)
  const held = before?.status === 'processing'
  const taken = status === 'processing' && (!held || attempt !== before.attempt)
  if (before && held && (status !== 'processing' || taken))
    ends.set(before.attempt, howItEnded(row, event, call))
  if (before?.status === 'failed' && status === 'completed') ends.set(attempt, 'reconciled')
  if (taken) claims.set(attempt, { worker, session: call?.session ?? '?' })
  const lease = status !== 'processing' ? null : (event.lease ?? before?.lease ?? null)
  return { status, attempt, worker: status === 'processing' ? worker : null, lease, claims, ends, row }
}

function howItEnded(row: Doc, event: JournalEvent, call: Call | null): string {
  if (event.reason === 'rescue_expired') return 'rescued'
  if (row.status === 'completed') return row.error_message == null ? 'completed' : 'reconciled'
  if (row.status === 'cancelled') return 'cancelled'
  return row.status === 'pending' && call?.verb === 'release' ? 'released' : 'failed'
}

/**
 * The states in which a call may have found the instruction: after every event of a call that had ended
 * when it started, before every event of a call that started when it had ended. null: not there yet.
 */
export function feasible(
  steps: readonly Step[],
  call: Call,
): { readonly from: number; readonly to: number; readonly states: readonly (State | null)[] } {
  let from = 0
  let to = steps.length
  for (const [i, step] of steps.entries()) {
    if (step.call && step.call.end < call.start) from = i + 1
    if (step.call && step.call.start > call.end) to = Math.min(to, i)
  }
  const states: (State | null)[] = []
  for (let i = from; i <= to; i++) states.push(i === 0 ? null : (steps[i - 1] as Step).after)
  return { from, to, states }
}

/** Whether a poller speaks for a claim that it lost to another poller. */
export function isLate(state: State, session: string): boolean {
  if (state.claims.get(state.attempt)?.session === session) return false
  return [...state.claims].some(([attempt, claim]) => attempt < state.attempt && claim.session === session)
}

/** What a raw statement of an old poller may change. */
export function rawMay(state: State, call: Call): boolean {
  const to = call.to
  if (to === 'processing') return state.status === 'pending'
  if (state.status === 'processing') return state.worker === null && !isLate(state, call.session)
  return (state.status === 'failed' && to === 'pending') || (state.status === 'pending' && to === 'cancelled')
}
