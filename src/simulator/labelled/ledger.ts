import type { Attempt, Remainder, SeenAlert } from './hub.ts'
import type { Fault, FaultKind, Plan, Span } from './types.ts'

/** One try as it really went, whatever the hub believes. */
export type Try = {
  readonly instruction: number
  readonly attempt: number
  readonly session: string
  readonly template: string
  readonly from: number
  /** When the worker ended it; null = it never did. */
  to: number | null
  failed: boolean
  /** What it failed with will not pass by itself. */
  lasting: boolean
}

export type WorkerLife = {
  readonly session: string
  readonly host: string
  readonly from: number
  to: number
}

/** When work could have been taken. */
export type Ordered = {
  readonly instruction: number
  /** Number of the planned order; null of a premium hand's. */
  readonly order: number | null
  readonly template: string
  readonly runnableAt: number
}

export type DealtHand = {
  readonly hand: number
  readonly at: number
  readonly table: string
  readonly premium: boolean
}

/** A fault as it was carried out. */
export type Carried = {
  readonly kind: FaultKind
  readonly from: number
  readonly to: number
  readonly fault: Fault
  /** Workers it struck, and how many there were. */
  readonly struck: Struck[]
  readonly workers: number
}
export type Struck = {
  readonly at: number
  readonly session: string
  /** What it had in its hands. */
  readonly instruction: number | null
  readonly template: string | null
}

/** A line of what people would have seen. */
export type AlertLine = {
  readonly id: number
  readonly kind: string
  readonly subject: string
  severity: string
  title: string
  readonly from: number
  to: number | null
  /** Times at which it appeared to people: warning or worse, and not hidden by another one. */
  readonly shown: number[]
}

/** All that happened in a run. */
export type Ledger = {
  readonly plan: Plan
  readonly ordered: Ordered[]
  readonly tries: Try[]
  /** Failed work returns to the queue: by itself, or by hand. */
  readonly returns: { readonly instruction: number; readonly at: number; readonly byHand: boolean }[]
  readonly hands: DealtHand[]
  readonly made: Map<number, number>
  readonly lives: WorkerLife[]
  readonly pauses: (Span & { readonly scope: string })[]
  readonly faults: Carried[]
  readonly ticks: number[]
  readonly alerts: AlertLine[]
  attempts: readonly Attempt[]
  remainders: readonly Remainder[]
}

export function createLedger(plan: Plan): Ledger {
  return {
    plan,
    ordered: [],
    tries: [],
    returns: [],
    hands: [],
    made: new Map(),
    lives: [],
    pauses: [],
    faults: [],
    ticks: [],
    alerts: [],
    attempts: [],
    remainders: [],
  }
}

/** Write down what an alert did since the tick before. */
export function watchAlerts(
  ledger: Ledger,
  at: number,
  alerts: readonly SeenAlert[],
  showing: Set<number>,
): void {
  for (const seen of alerts) {
    if (seen.state === 'pending') continue
    let line = ledger.alerts.find((one) => one.id === seen.id)
    if (!line) {
      line = { ...seen, from: at, to: null, shown: [] }
      ledger.alerts.push(line)
    }
    line.severity = seen.severity
    line.title = seen.title
    if (seen.state === 'resolved') line.to ??= at
    const shows = seen.state !== 'resolved' && !seen.suppressed && seen.severity !== 'info'
    if (shows && !showing.has(seen.id)) line.shown.push(at)
    if (shows) showing.add(seen.id)
    else showing.delete(seen.id)
  }
}
