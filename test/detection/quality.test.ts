import { describe, expect } from 'vitest'
import { clock } from '../../bench/detection/measure.ts'
import { simulate } from '../../bench/detection/simulate.ts'
import { scoredKinds } from '../../bench/detection/table.ts'
import { answerKey } from '../../src/simulator/labelled/key.ts'
import { planBroadcast } from '../../src/simulator/labelled/plan.ts'
import { scoreRun } from '../../src/simulator/labelled/score_run.ts'
import { type Fault, type FaultKind, hour, minute, regimeNamed } from '../../src/simulator/labelled/types.ts'
import { test } from '../support/database.ts'

// A slice of the labelled simulation (npm run bench -- detection): a day of play each, faults at fixed times, the
// real SQL. So few incidents leave no room: one alarm missed or false is below the goal.

/** A fault in one of the blocks of play, some minutes after it began. */
type Placed = readonly [kind: FaultKind, block: number, after: number, lasts: number, amount?: number]

type Outcome = {
  readonly missed: string[]
  readonly wrong: string[]
  readonly found: string[]
  /** Told more than once. */
  readonly again: string[]
}

async function play(
  url: string,
  name: string,
  seed: number,
  placed: readonly Placed[],
  { tickEvery, blocks: some }: { readonly tickEvery?: number; readonly blocks?: number } = {},
): Promise<Outcome> {
  const regime = regimeNamed(name)
  const blocks = planBroadcast({ seed, days: 1, regime, faultsPerDay: 0 }).play
  const faults = placed.map(([kind, block, after, lasts, amount = 1]): Fault => {
    const from = Math.round((blocks[block]?.from ?? 0) + after * minute)
    const target =
      kind === 'no_renderer' ? 'new_opener' : kind === 'pause_template' ? 'leaderboard' : 'table_1'
    return { kind, from, to: from + lasts * minute, amount, target }
  })
  const until = Math.max(...blocks.slice(0, some).map(({ to }) => to)) + hour
  const ledger = await simulate(url, {
    seed,
    days: 1,
    regime,
    faults,
    until,
    ...(tickEvery && { tickEvery }),
  })
  const { kinds } = scoreRun(ledger, answerKey(ledger))
  const judged = scoredKinds.map((kind) => [kind, kinds[kind]] as const)
  return {
    missed: judged.flatMap(([kind, one]) =>
      (one?.missed ?? []).map((e) => `${kind} ${clock(e.from)} ${e.cause}`),
    ),
    wrong: judged.flatMap(([kind, one]) =>
      (one?.wrong ?? []).map((e) => `${kind} ${clock(e.from)} ${e.title}`),
    ),
    again: judged.filter(([, one]) => (one?.refires ?? 0) > 0).map(([kind]) => kind),
    found: judged.filter(([, one]) => (one?.hits ?? 0) > 0).map(([kind]) => kind),
  }
}

describe.concurrent('a day of play', { timeout: 240_000 }, () => {
  test('with an outage, failing renders and slow ones: each is told, and nothing else', async ({ url }) => {
    const outcome = await play(url, 'normal/3', 42, [
      ['error_burst', 0, 20, 40, 0.5],
      ['outage_crash', 1, 25, 35],
      ['slowdown', 2, 15, 50, 4],
      ['hung_worker', 3, 10, 60],
    ])
    expect(outcome).toMatchObject({ missed: [], wrong: [] })
    expect(outcome.found).toEqual(
      expect.arrayContaining(['error_surge', 'throughput_drop', 'stall', 'worker_lost', 'stale_pending']),
    )
  })

  test('with a generator that is down, half of the workers gone, and what merely looks bad', async ({
    url,
  }) => {
    const outcome = await play(url, 'high/3', 44, [
      ['generator_down', 0, 5, 170],
      ['half_outage', 2, 10, 60, 0.7],
      ['pause_template', 3, 5, 45],
      ['no_renderer', 3, 55, 45],
    ])
    expect(outcome).toMatchObject({ missed: [], wrong: [] })
    expect(outcome.found).toEqual(
      expect.arrayContaining(['generator_down', 'orphan_hand', 'throughput_drop']),
    )
  })

  test('with old pollers that give no sign of life: an outage and a render that hangs', async ({ url }) => {
    const outcome = await play(url, 'normal/3/pollers', 45, [
      ['outage_hang', 0, 30, 40],
      ['hung_worker', 2, 10, 80],
    ])
    expect(outcome).toMatchObject({ missed: [], wrong: [] })
    expect(outcome.found).toEqual(expect.arrayContaining(['stall', 'throughput_drop']))
  })

  test('with ticks as a hub makes them, a slowdown is told all the same, and once', async ({ url }) => {
    const outcome = await play(url, 'normal/3', 42, [['slowdown', 0, 15, 50, 4]], {
      tickEvery: 5000,
      blocks: 1,
    })
    expect(outcome).toMatchObject({ missed: [], wrong: [], again: [] })
    expect(outcome.found).toContain('throughput_drop')
  })

  test('without any fault: nothing is told', async ({ url }) => {
    const outcome = await play(url, 'high/2', 46, [])
    expect(outcome.wrong).toEqual([])
  })
})
