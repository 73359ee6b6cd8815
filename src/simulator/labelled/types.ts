// Words of the labelled simulation. Times are milliseconds since the run began.

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export type Load = 'low' | 'normal' | 'high'

/** Conditions of a run. */
export type Regime = {
  readonly load: Load
  readonly workers: number
  /** Old pollers without signs of life instead of workers that use the verbs. */
  readonly pollers: boolean
}

export type Span = { readonly from: number; readonly to: number }

/** A hand as the capturing project hands it in. */
export type PlannedHand = {
  readonly at: number
  readonly table: string
  readonly number: number
  readonly rank: string
  readonly premium: boolean
  /** What the capturing PC's clock showed. */
  readonly createdAt: number
  /** How long automation_sub takes to order the graphic of a premium hand; null = it forgets it. */
  readonly orderAfter: number | null
}

/** Graphics ordered in one statement. */
export type PlannedOrders = { readonly at: number; readonly orders: readonly PlannedOrder[] }

export type PlannedOrder = {
  /** Counts the orders of a run: what it costs to render hangs on it, not on who takes it. */
  readonly number: number
  readonly template: string
  readonly priority: number
  readonly notBefore: number | null
  /** What the ordering PC's clock showed. */
  readonly createdAt: number
  /** Fails whoever renders it. */
  readonly poison: boolean
}

/** A person who puts the same few failed instructions back again and again. */
export type PlannedRetries = { readonly at: number; readonly orders: readonly number[] }

export type FaultKind =
  | 'outage_crash'
  | 'outage_hang'
  | 'half_outage'
  | 'slowdown'
  | 'error_burst'
  | 'generator_down'
  | 'hung_worker'
  | 'crashed_worker'
  | 'frozen_render'
  | 'bad_worker'
  | 'hub_restart'
  | 'no_renderer'
  | 'starvation'
  | 'pause_template'
  | 'pause_queue'
  | 'clock_step'
  | 'silent_table'

/** What is done to the broadcast; whether it is an incident shows afterwards. */
export type Fault = Span & {
  readonly kind: FaultKind
  /** Share of attempts that fail, how many times slower, or how many workers. */
  readonly amount: number
  /** Table or template. */
  readonly target: string
}

export type Plan = {
  readonly seed: number
  /** What all draws of this run hang on: seed and regime. */
  readonly key: string
  readonly regime: Regime
  readonly days: number
  readonly end: number
  readonly hands: readonly PlannedHand[]
  readonly orders: readonly PlannedOrders[]
  readonly retries: readonly PlannedRetries[]
  readonly faults: readonly Fault[]
  /** When hands are dealt. */
  readonly play: readonly Span[]
}

export function nameOf({ load, workers, pollers }: Regime): string {
  return `${load}/${workers}${pollers ? '/pollers' : ''}`
}

export function regimeNamed(name: string): Regime {
  const [load, workers, pollers] = name.split('/')
  if ((load !== 'low' && load !== 'normal' && load !== 'high') || !Number.isInteger(Number(workers))) {
    throw new Error(`"${name}" is no regime; write for example normal/3 or high/6/pollers`)
  }
  return { load, workers: Number(workers), pollers: pollers === 'pollers' }
}

export function overlap(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from))
}

/** Spans as few as possible, in order; those closer than `gap` become one. */
export function union(spans: readonly Span[], gap = 0): Span[] {
  const merged: { from: number; to: number }[] = []
  for (const { from, to } of spans.filter((span) => span.to > span.from).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to + gap) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0)
}
