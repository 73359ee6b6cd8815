import type { Call, Violation } from './history.ts'
import { feasible, type State, type Step } from './model.ts'
import type { Round } from './round.ts'

// The counter-example in words: what happened to one instruction, in order, up to what must not happen.

type Line = { readonly position: number; readonly text: string }

/** The violation with the shortest story, and that story. */
export function shortestStory(round: Round): string {
  const stories = round.violations
    .slice(0, 200)
    .map((violation) => ({ violation, lines: storyOf(violation, round) }))
    .sort((a, b) => a.lines.length - b.lines.length)
  const [first] = stories
  if (!first) return 'nothing happened that must not'
  const { kind, instruction, text } = first.violation
  const about = instruction === null ? '' : ` of instruction ${instruction}`
  return [`${kind}${about}: ${text}`, ...first.lines].join('\n')
}

function storyOf({ instruction, step }: Violation, { lives, history }: Round): string[] {
  if (instruction === null) return []
  const steps = lives.get(instruction) ?? []
  const lines = history.calls
    .filter((call) => concerns(call, instruction, steps))
    .flatMap((call) => linesOf(call, instruction, steps))
  const orphans = steps.flatMap((one, i) =>
    one.call ? [] : [{ position: i + 1, text: `  ${'?'.padEnd(24)} ${journaled(one)}` }],
  )
  return [...lines, ...orphans]
    .filter(({ position }) => position <= step + 0.5)
    .sort((a, b) => a.position - b.position)
    .map(({ text }) => text)
}

function concerns(call: Call, id: string, steps: readonly Step[]): boolean {
  return (
    call.instruction === id ||
    call.answer.some((row) => row.id === id) ||
    steps.some((step) => step.call === call)
  )
}

/** One line for a call, one more for each thing it wrote; where it wrote nothing, it stands where it may have been. */
function linesOf(call: Call, id: string, steps: readonly Step[]): Line[] {
  const written = steps.flatMap((step, i) => (step.call === call ? [{ step, i }] : []))
  const position = written[0] ? written[0].i + 0.9 : feasible(steps, call).from + 0.5
  const when = `${call.start}-${call.end}`.padEnd(12)
  const head = `  ${when} ${call.session.padEnd(11)} ${asked(call)} -> ${answered(call, id)}`
  return [
    { position, text: head },
    ...written.map(({ step, i }) => ({ position: i + 1, text: `${' '.repeat(27)}${journaled(step)}` })),
  ]
}

function asked({ verb, attempt, to, batch, withdrawn }: Call): string {
  return [
    verb,
    batch ? 'in a batch' : '',
    withdrawn ? 'rolled back' : '',
    attempt === null ? '' : `attempt ${attempt}`,
    to ?? '',
  ]
    .filter(Boolean)
    .join(' ')
}

function answered(call: Call, id: string): string {
  if (call.refusal) return `${call.refusal} ${call.said}`
  if (call.verb.startsWith('raw_')) return `${call.rowCount} rows`
  const mine = call.answer.filter((row) => row.id === id)
  return mine.length > 0 ? mine.map(({ id: _, ...rest }) => Object.values(rest).join(' ')).join('; ') : 'ok'
}

function journaled({ event, before, after }: Step): string {
  return `journal ${event.id}: ${event.kind} (${event.reason}), ${stand(before)} => ${stand(after)}`
}

function stand(state: State | null): string {
  return state ? `${state.status} ${state.attempt}` : 'nothing'
}
