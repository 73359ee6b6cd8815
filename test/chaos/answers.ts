import type { Call, Kind } from './history.ts'
import { feasible, rawMay, type State, type Step } from './model.ts'

// Whether an answer fits what the journal says: a call that changed nothing must have met a state, at some
// moment between its start and its end, in which that answer was the right one.

type Fault = { readonly kind: Kind; readonly text: string; readonly step: number }
type Test = (state: State, call: Call) => boolean

/** What is wrong with the answer to a call about one instruction; null when it is right. */
export function answerFault(call: Call, steps: readonly Step[], outputs: ReadonlySet<string>): Fault | null {
  const own = steps.findIndex((step) => step.call === call)
  if (own >= 0) return echoFault(call, steps[own] as Step, own)
  const { to, states } = feasible(steps, call)
  const met = states.filter((state) => state !== null)
  const right = call.refusal ? refusedRightly[call.verb] : repeatedRightly[call.verb]
  if (!right) return null
  if (met.some((state) => right(state, call))) return outputFault(call, outputs, to)
  return { ...reproach(call, met), step: to }
}

const current: Test = (state, call) => state.status === 'processing' && state.attempt === call.attempt
const ended: (state: State, call: Call) => string | undefined = (state, call) =>
  state.ends.get(call.attempt ?? -1)

/** Accepted, and nothing changed: the report was made before, or there was nothing to do. */
const repeatedRightly: Readonly<Partial<Record<Call['verb'], Test>>> = {
  complete: (state, call) => state.status === 'completed' && state.attempt === call.attempt,
  fail: (state, call) =>
    state.attempt === call.attempt && ['failed', 'reconciled'].includes(ended(state, call) ?? ''),
  release: (state, call) => ['cancelled', 'released'].includes(ended(state, call) ?? ''),
  cancel: (state) => state.status === 'cancelled',
  retry: (state) => state.status === 'pending',
  change_priority: (state) => !['completed', 'cancelled'].includes(state.status),
  raw_status: (state, call) => call.rowCount === 0 && !rawMay(state, call),
  raw_retry: (state, call) =>
    call.rowCount === 0 &&
    (!rawMay(state, call) || Number(state.row.retry_count) >= Number(state.row.max_retries)),
}

const refusedRightly: Readonly<Partial<Record<Call['verb'], Test>>> = {
  // what an old poller completed by its raw statement may have no output that could be answered
  complete: (state, call) =>
    !current(state, call) &&
    (!repeatedRightly.complete?.(state, call) || state.claims.get(state.attempt)?.worker === null),
  fail: (state, call) => !current(state, call) && !repeatedRightly.fail?.(state, call),
  release: (state, call) => !current(state, call) && !repeatedRightly.release?.(state, call),
  cancel: (state) => state.status === 'completed',
  retry: (state) => state.status === 'processing',
  change_priority: (state) => ['completed', 'cancelled'].includes(state.status),
  raw_status: (state, call) => call.to === 'processing' && state.status !== 'pending',
}

/** Name the fault: what was wrong with an answer that fits no state the call can have met. */
function reproach(call: Call, met: readonly State[]): { readonly kind: Kind; readonly text: string } {
  const found = met.map((s) => `${s.status} at attempt ${s.attempt}`).join(', then ') || 'nothing'
  const shown = call.attempt === null ? '' : ` of attempt ${call.attempt}`
  if (call.refusal)
    return { kind: 'unjustified answer', text: `${call.verb}${shown} was refused; it met: ${found}` }
  const text = `${call.verb}${shown} was accepted and changed nothing; it met: ${found}`
  if (call.attempt === null) return { kind: 'unjustified answer', text }
  if (met.some((state) => current(state, call))) return { kind: 'lost', text }
  if (met.some((state) => ended(state, call))) return { kind: 'two outcomes', text }
  return { kind: 'stale write accepted', text }
}

/** A verb that answers the row must answer it as the journal has it. */
function echoFault(call: Call, { after }: Step, step: number): Fault | null {
  const [row] = call.answer
  if (!row?.status || call.verb === 'claim' || call.verb === 'complete' || call.verb === 'insert') return null
  if (row.status === after.status && Number(row.attempt) === after.attempt) return null
  const text = `${call.verb} answered ${row.status} at attempt ${row.attempt}; the journal has ${after.status} at ${after.attempt}`
  return { kind: 'unjustified answer', text, step: step + 1 }
}

/** A repeated completion answers an output that this attempt has. */
function outputFault(call: Call, outputs: ReadonlySet<string>, step: number): Fault | null {
  if (call.verb !== 'complete' || call.refusal) return null
  const output = call.answer[0]?.output
  if (output && outputs.has(output)) return null
  return {
    kind: 'two outcomes',
    text: `a repeated completion answered output ${output}, not the first`,
    step,
  }
}

/** Heartbeat: whether each of its answers fits. */
export function heartbeatFault(call: Call, id: string, steps: readonly Step[]): Fault | null {
  const { to, states } = feasible(steps, call)
  for (const { command, attempt } of call.answer.filter((row) => row.id === id)) {
    const n = Number(attempt)
    const holds = (s: State): boolean => s.status === 'processing' && s.worker === call.worker
    const fits: Test = (s) => {
      if (command === 'continue') return holds(s) && s.attempt === n
      if (command === 'cancel') return !holds(s) && s.ends.get(n) === 'cancelled'
      return !holds(s) && (n === 0 || ['rescued', 'cancelled'].includes(s.ends.get(n) ?? ''))
    }
    if (states.some((state) => state !== null && fits(state, call))) continue
    return { kind: 'unjustified answer', text: `heartbeat answered ${command} for attempt ${n}`, step: to }
  }
  return null
}
