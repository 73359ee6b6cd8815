import { answerKey } from '../../src/simulator/labelled/key.ts'
import type { Judged } from '../../src/simulator/labelled/score.ts'
import { type RunScore, scoreRun } from '../../src/simulator/labelled/score_run.ts'
import { nameOf, type Regime } from '../../src/simulator/labelled/types.ts'
import { createLiteral, judgeLiteral, watchLiteral } from './literal.ts'
import { simulate } from './simulate.ts'

/** What is kept of one run. */
export type RunRow = Omit<RunScore, 'kinds'> & {
  readonly regime: string
  readonly seed: number
  readonly days: number
  /** No faults: whatever is told is false. */
  readonly twin: boolean
  /** Seconds between ticks; files of 2026-11-24 and before lack it: a minute. */
  readonly tick?: number
  readonly seconds: number
  readonly hands: number
  readonly orders: number
  readonly faults: Readonly<Record<string, number>>
  readonly kinds: Readonly<Record<string, Kept>>
  readonly literal: Readonly<Record<string, Kept>>
}

/** Files of 2026-11-24 and before lack `seen` and `overstays`. */
export type Kept = Omit<Judged, 'wrong' | 'missed' | 'seen' | 'overstays'> &
  Partial<Pick<Judged, 'seen' | 'overstays'>> & {
    readonly wrong: number
    /** What was wrong or missed, in words, so that it can be looked up: seed, time, cause. */
    readonly examples: readonly string[]
  }

export type RunWish = {
  readonly regime: Regime
  readonly seed: number
  readonly days: number
  readonly faultsPerDay: number
  readonly literal: boolean
  readonly tick: number
}

/** One run on a fresh database, judged. */
export async function measureRun(url: string, wish: RunWish): Promise<RunRow> {
  const began = performance.now()
  const literal = createLiteral()
  const ledger = await simulate(url, {
    ...wish,
    tickEvery: wish.tick * 1000,
    // both ways of having somebody else order the graphics of premium hands
    ruleMode: wish.seed % 4 < 2 ? 'notify_only' : 'after_grace',
    ...(wish.literal && { beside: (client, base) => watchLiteral(literal, client, base) }),
  })
  const entries = answerKey(ledger)
  const { kinds, ...score } = scoreRun(ledger, entries)
  return {
    regime: nameOf(wish.regime),
    seed: wish.seed,
    days: wish.days,
    twin: wish.faultsPerDay === 0,
    tick: wish.tick,
    seconds: Math.round((performance.now() - began) / 100) / 10,
    hands: ledger.hands.length,
    orders: ledger.ordered.length,
    faults: Object.fromEntries(
      [...Map.groupBy(ledger.faults, ({ kind }) => kind)].map(([kind, list]) => [kind, list.length]),
    ),
    ...score,
    kinds: keepAll(kinds),
    literal: wish.literal ? keepAll(judgeLiteral(literal, entries, ledger.ticks)) : {},
  }
}

function keepAll(judged: Readonly<Record<string, Judged>>): Record<string, Kept> {
  return Object.fromEntries(Object.entries(judged).map(([kind, one]) => [kind, keep(one)]))
}

function keep({ wrong, missed, ...rest }: Judged): Kept {
  return {
    ...rest,
    wrong: wrong.length,
    examples: [
      ...wrong.map((one) => `false ${clock(one.from)}-${clock(one.to)} ${one.subject} ${one.title ?? ''}`),
      ...missed.map((one) => `missed ${clock(one.from)}-${clock(one.to)} ${one.scope ?? ''} ${one.cause}`),
    ].slice(0, 12),
  }
}

/** Day and time of a run. */
export function clock(at: number): string {
  const minutes = Math.floor(at / 60_000)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `d${Math.floor(minutes / 1440)} ${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
}
