import { answerFault, heartbeatFault } from './answers.ts'
import type { Call, History, Kind, Violation } from './history.ts'
import { type Step, stepsOf, type Writers } from './model.ts'
import { tableFaults } from './tables.ts'
import { faultOf } from './transitions.ts'

// The history checker. It believes nothing but the order of the journal and what callers were told, and
// says everything that must never happen; an empty answer is a proof for this one run.

export type Checked = {
  readonly violations: readonly Violation[]
  /** What became of each instruction, step by step. */
  readonly lives: ReadonlyMap<string, readonly Step[]>
}

export function check(history: History): Checked {
  const { events, calls } = history
  const writers = writersOf(calls)
  const byKey = Map.groupBy(
    events.filter((event) => event.noun === 'instruction'),
    (event) => event.key,
  )
  const lives = new Map<string, readonly Step[]>()
  for (const [id, mine] of byKey)
    lives.set(
      id,
      stepsOf(mine, (xid) => writers(xid, id)),
    )
  const claims = claimsOf(lives)
  const outputs = outputsOf(history, writers)
  const violations = [
    ...[...lives].flatMap(([id, steps]) => stepFaults(id, steps, calls)),
    ...calls.flatMap((call) =>
      call.verb === 'claim' && !call.refusal && !call.withdrawn
        ? claimFaults(call, claims.get(call) ?? [])
        : callFaults(call, lives, outputs),
    ),
    ...tableFaults(history, lives, writers),
  ]
  return { violations, lives }
}

function writersOf(calls: readonly Call[]): Writers {
  const accepted = calls.filter((call) => call.xid && !call.withdrawn)
  const byXid = Map.groupBy(accepted, (call) => call.xid)
  return (xid, instruction) => {
    const mine = byXid.get(xid) ?? []
    return mine.find((call) => call.instruction === instruction) ?? mine[0] ?? null
  }
}

function stepFaults(id: string, steps: readonly Step[], calls: readonly Call[]): Violation[] {
  const found: Violation[] = []
  let latest: Call | null = null
  for (const [i, step] of steps.entries()) {
    const at = { instruction: id, step: i + 1 }
    const fault = faultOf(step, wasLapsed(id, step, calls))
    if (fault) found.push({ ...fault, ...at })
    if (latest && step.call && step.call.end < latest.start) {
      const text = `${step.call.verb} had ended before ${latest.verb} began, and is written after it`
      found.push({ kind: 'out of order', ...at, text })
    }
    if (step.call && (!latest || step.call.start > latest.start)) latest = step.call
  }
  return found
}

/** Whether the run itself may have let the lease run out before this step. */
function wasLapsed(id: string, step: Step, calls: readonly Call[]): boolean {
  if (step.event.reason !== 'rescue_expired') return false
  const end = step.call?.end ?? 0
  return calls.some(
    (call) => call.verb === 'lapse' && !call.withdrawn && call.instruction === id && call.start < end,
  )
}

/** UB409 is the fence; anything else is not an answer that a caller should ever have. */
const expected = 'UB409'

function callFaults(
  call: Call,
  lives: ReadonlyMap<string, readonly Step[]>,
  outputs: ReadonlyMap<string, ReadonlySet<string>>,
): Violation[] {
  const { instruction } = call
  const fail = (kind: Kind, text: string): Violation => ({ kind, instruction, step: 0, text })
  if (call.refusal && call.refusal !== expected)
    return [fail('unexpected error', `${call.verb} failed with ${call.refusal}: ${call.said}`)]
  if (call.verb === 'tick')
    return call.answer
      .filter((row) => row.action?.startsWith('failed'))
      .map((row) => fail('unexpected error', `a step of tick ${row.action}`))
  if (call.withdrawn && !call.refusal) return [] // what is left of it nobody will have made
  if (call.verb === 'heartbeat')
    return [...new Set(call.answer.map((row) => row.id as string))].flatMap((id) => {
      const fault = heartbeatFault(call, id, lives.get(id) ?? [])
      return fault ? [{ ...fault, instruction: id }] : []
    })
  if (call.verb === 'insert')
    return call.answer
      .filter(({ id = '?' }) => !lives.has(id))
      .map(({ id = '?' }) => ({ ...fail('lost', 'inserted, and not in the journal'), instruction: id }))
  const mine = outputs.get(`${instruction}/${call.attempt}`) ?? new Set()
  const fault = answerFault(call, lives.get(instruction ?? '') ?? [], mine)
  return fault ? [{ ...fault, instruction }] : []
}

type Claimed = { readonly id: string; readonly attempt: number; readonly step: number }

/** What each call claimed, as the journal has it. */
function claimsOf(lives: ReadonlyMap<string, readonly Step[]>): ReadonlyMap<Call, readonly Claimed[]> {
  const all = [...lives].flatMap(([id, steps]) =>
    steps.flatMap(({ call, before, after }, i) =>
      call && after.claims.size > (before?.claims.size ?? 0)
        ? [{ call, id, attempt: after.attempt, step: i + 1 }]
        : [],
    ),
  )
  return Map.groupBy(all, (one) => one.call)
}

/** What a claim answered is what it wrote: nobody owns what nobody was told of, or what two were told of. */
function claimFaults(call: Call, written: readonly Claimed[]): Violation[] {
  const told = new Set(call.answer.map(({ id, attempt }) => `${id}/${attempt}`))
  const wrote = new Set(written.map(({ id, attempt }) => `${id}/${attempt}`))
  return [
    ...call.answer
      .filter(({ id, attempt }) => !wrote.has(`${id}/${attempt}`))
      .map(({ id = null, attempt }) => ({
        ...{ kind: 'two owners' as const, instruction: id, step: Number.MAX_SAFE_INTEGER },
        text: `a claim answered attempt ${attempt}, which it did not write`,
      })),
    ...written
      .filter(({ id, attempt }) => !told.has(`${id}/${attempt}`))
      .map(({ id, step }) => ({
        ...{ kind: 'lost' as const, instruction: id, step, text: 'claimed, and its worker was not told' },
      })),
  ]
}

/** The outputs of each attempt; where a verb completed it, that one alone. */
function outputsOf({ events }: History, writers: Writers): ReadonlyMap<string, ReadonlySet<string>> {
  const made = events.filter((event) => event.noun === 'output')
  const all = Map.groupBy(made, ({ doc }) => `${doc.instruction_id}/${doc.attempt}`)
  return new Map(
    [...all].map(([attempt, mine]) => {
      const byVerb = mine.filter(
        ({ xid, doc }) => writers(xid, String(doc.instruction_id))?.verb === 'complete',
      )
      return [attempt, new Set((byVerb.length > 0 ? byVerb : mine).map((event) => event.key))]
    }),
  )
}
