import { type Random, seededBy } from '../random.ts'
import type { Day } from './calendar.ts'
import { between, ofWeighted } from './draws.ts'
import { tables } from './hands.ts'
import { day, type Fault, type FaultKind, hour, minute, type Regime } from './types.ts'

/** How a kind of fault is drawn: how often, how many minutes it lasts, how strong it is. */
type Nature = {
  readonly weight: number
  readonly minutes: readonly [number, number]
  readonly amount?: readonly [number, number]
  /** Old pollers know no capabilities, send no signs of life, and report what they will. */
  readonly onlyVerbs?: true
}

const natures: Readonly<Record<FaultKind, Nature>> = {
  outage_crash: { weight: 11, minutes: [12, 60] },
  outage_hang: { weight: 9, minutes: [12, 60] },
  half_outage: { weight: 11, minutes: [30, 90], amount: [0.5, 0.7] },
  slowdown: { weight: 16, minutes: [25, 90], amount: [3, 5] },
  error_burst: { weight: 22, minutes: [12, 60], amount: [0.25, 0.9] },
  generator_down: { weight: 13, minutes: [60, 180] },
  hung_worker: { weight: 9, minutes: [40, 110] },
  crashed_worker: { weight: 6, minutes: [3, 25] },
  frozen_render: { weight: 5, minutes: [25, 60], onlyVerbs: true },
  bad_worker: { weight: 4, minutes: [40, 80], amount: [0.8, 1] },
  hub_restart: { weight: 6, minutes: [1, 12] },
  no_renderer: { weight: 5, minutes: [35, 80], onlyVerbs: true },
  starvation: { weight: 4, minutes: [45, 60] },
  pause_template: { weight: 5, minutes: [35, 120] },
  pause_queue: { weight: 4, minutes: [10, 70] },
  clock_step: { weight: 4, minutes: [60, 180], amount: [-1, 1] },
  silent_table: { weight: 4, minutes: [40, 90] },
}

/** Faults of a run: `perDay` of them on average, most of them during play, never two at once. */
export function planFaults(key: string, regime: Regime, days: readonly Day[], perDay: number): Fault[] {
  const random = seededBy(`${key}/faults`)
  const weights = Object.fromEntries(
    Object.entries(natures).map(([kind, { weight, onlyVerbs }]) => [
      kind,
      regime.pollers && onlyVerbs ? 0 : weight,
    ]),
  ) as Record<FaultKind, number>
  const faults: Fault[] = []
  let free = 0
  for (const { number, blocks } of days) {
    const count = Math.floor(perDay) + (random.chance(perDay % 1) ? 1 : 0)
    const starts = Array.from({ length: count }, () => startOn(number, blocks, random)).sort((a, b) => a - b)
    for (const start of starts) {
      const fault = drawFault(ofWeighted(weights, random), start, random)
      if (fault.from < free) continue
      faults.push(fault)
      free = fault.to + 50 * minute
    }
  }
  return faults
}

function startOn(number: number, blocks: Day['blocks'], random: Random): number {
  const block = random.of(blocks.length > 0 ? blocks : [{ from: number * day, to: number * day + 20 * hour }])
  return random.chance(0.87)
    ? between(block.from, block.to - 5 * minute, random)
    : between(number * day, number * day + 22 * hour, random)
}

function drawFault(kind: FaultKind, start: number, random: Random): Fault {
  const { minutes, amount } = natures[kind]
  const from = Math.round(start)
  const target =
    kind === 'no_renderer' ? 'new_opener' : kind === 'pause_template' ? 'leaderboard' : random.of(tables)
  return {
    kind,
    from,
    to: Math.round(from + between(...minutes, random) * minute),
    amount: amount ? Math.round(between(...amount, random) * 100) / 100 : 1,
    target,
  }
}
