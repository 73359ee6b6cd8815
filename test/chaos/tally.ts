import type { Call } from './history.ts'
import type { Round } from './round.ts'

/** What a run was made of: proof that it was not idle. */
export type Tally = {
  readonly interleavings: number
  readonly calls: number
  /** Most calls under way at one moment. */
  readonly atOnce: number
  readonly violations: number
  /** Calls by verb and what came of them: changed, nothing, or the SQLSTATE of a refusal. */
  readonly outcomes: Readonly<Record<string, Counts>>
  /** Attempts by how they ended. */
  readonly attempts: Counts
}

type Counts = Readonly<Record<string, number>>

export const noTally: Tally = {
  interleavings: 0,
  calls: 0,
  atOnce: 0,
  violations: 0,
  outcomes: {},
  attempts: {},
}

export function tallyOf({ history, violations }: Round, interleavings: number): Tally {
  const { calls, attempts } = history
  const wrote = new Set(history.events.map((event) => event.xid))
  const byVerb = Map.groupBy(calls, ({ verb, batch }) => (batch ? `${verb} (batch)` : verb))
  return {
    interleavings,
    calls: new Set(calls.map((call) => call.start)).size,
    atOnce: mostAtOnce(calls),
    violations: violations.length,
    outcomes: Object.fromEntries(
      [...byVerb].map(([verb, mine]) => [verb, countBy(mine, (call) => outcomeOf(call, wrote))]),
    ),
    attempts: countBy(attempts, ({ outcome }) => outcome ?? 'open'),
  }
}

function outcomeOf(call: Call, wrote: ReadonlySet<string>): string {
  if (call.refusal) return call.refusal
  if (call.withdrawn) return 'rolled back'
  return call.xid && wrote.has(call.xid) ? 'changed' : 'nothing'
}

function countBy<T>(items: readonly T[], name: (item: T) => string): Counts {
  return Object.fromEntries([...Map.groupBy(items, name)].map(([key, mine]) => [key, mine.length]))
}

function mostAtOnce(calls: readonly Call[]): number {
  const spans = new Map(calls.map(({ start, end }) => [start, end]))
  const moments = [...spans].flatMap(([start, end]) => [
    { at: start, by: 1 },
    { at: end, by: -1 },
  ])
  let [now, most] = [0, 0]
  for (const { by } of moments.sort((a, b) => a.at - b.at)) {
    now += by
    most = Math.max(most, now)
  }
  return most
}

export function add(a: Tally, b: Tally): Tally {
  const verbs = new Set([...Object.keys(a.outcomes), ...Object.keys(b.outcomes)])
  return {
    interleavings: a.interleavings + b.interleavings,
    calls: a.calls + b.calls,
    atOnce: Math.max(a.atOnce, b.atOnce),
    violations: a.violations + b.violations,
    outcomes: Object.fromEntries([...verbs].map((v) => [v, sum(a.outcomes[v], b.outcomes[v])])),
    attempts: sum(a.attempts, b.attempts),
  }
}

function sum(a: Counts = {}, b: Counts = {}): Counts {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries([...names].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]))
}

/** As people read it. */
export function summaryOf(tally: Tally, seconds: number): string {
  const { interleavings, calls, atOnce, violations, outcomes, attempts } = tally
  const told = (counts: Counts): string =>
    sorted(counts)
      .map(([name, n]) => `${name} ${n}`)
      .join(', ')
  const refusals = Object.values(outcomes)
    .flatMap((counts) => Object.entries(counts))
    .filter(([name]) => /^[0-9A-Z]{5}$/.test(name))
    .reduce<Counts>((all, [name, n]) => sum(all, { [name]: n }), {})
  return [
    `${interleavings} interleavings, ${calls} calls, up to ${atOnce} at once, in ${seconds.toFixed(1)} s: ${violations} violations`,
    `refusals: ${told(refusals) || 'none'}`,
    `attempts: ${told(attempts)}`,
    ...sorted(outcomes).map(([verb, counts]) => `  ${verb.padEnd(16)} ${told(counts)}`),
  ].join('\n')
}

function sorted<T>(things: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(things).sort(([a], [b]) => (a < b ? -1 : 1))
}
