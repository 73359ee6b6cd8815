import { describe, expect, test } from 'vitest'
import type { Entry } from '../../src/simulator/labelled/entry.ts'
import { answerKey } from '../../src/simulator/labelled/key.ts'
import type { Ledger } from '../../src/simulator/labelled/ledger.ts'
import { type Fault, hour, minute } from '../../src/simulator/labelled/types.ts'
import { waitsOf } from '../../src/simulator/labelled/waits.ts'
import { runBroadcast } from '../../src/simulator/labelled/world.ts'
import { aFault, aPlan, createPlainHub } from './labelled_support.ts'

async function runWith(faults: readonly Fault[], regime = {}): Promise<{ ledger: Ledger; key: Entry[] }> {
  const usual = { load: 'normal', workers: 3, pollers: false } as const
  const ledger = await runBroadcast(aPlan(faults, { regime: { ...usual, ...regime } }), createPlainHub())
  return { ledger, key: answerKey(ledger) }
}

const of = (key: readonly Entry[], kind: string): Entry[] => key.filter((entry) => entry.kind === kind)

describe('what happens', () => {
  test('is the same each time', async () => {
    const [one, other] = [
      await runWith([aFault('slowdown', 60, { amount: 4 })]),
      await runWith([aFault('slowdown', 60, { amount: 4 })]),
    ]
    expect(one.ledger.tries).toEqual(other.ledger.tries)
    expect(one.key).toEqual(other.key)
  })

  test('ends with all work done, and no worker ever has two jobs', async () => {
    const { ledger } = await runWith([])
    expect(ledger.remainders.filter(({ status }) => status !== 'completed' && status !== 'failed')).toEqual(
      [],
    )
    for (const [, tries] of Map.groupBy(ledger.tries, ({ session }) => session)) {
      const ordered = tries.toSorted((a, b) => a.from - b.from)
      for (const [index, one] of ordered.entries()) {
        expect(ordered[index + 1]?.from ?? Infinity).toBeGreaterThanOrEqual(one.to ?? 0)
      }
    }
  })

  test('in a quiet twin is no incident of workers, rates or errors', async () => {
    const { key } = await runWith([])
    expect(key.filter(({ kind }) => kind !== 'poison_job' && kind !== 'stale_pending')).toEqual([])
  })
})

describe('the answer key', () => {
  test('an outage during play stops everything and loses the workers that held work', async () => {
    const { key, ledger } = await runWith([aFault('outage_crash', 45)])
    expect(of(key, 'stall')).toMatchObject([{ class: 'incident', cause: 'outage_crash' }])
    expect(of(key, 'throughput_drop')).toMatchObject([{ class: 'incident' }])
    expect(of(key, 'stall')[0]?.evidence).toBeGreaterThanOrEqual(14 * hour)
    const held = ledger.faults[0]?.struck.filter(({ instruction }) => instruction !== null).length
    const lost = of(key, 'worker_lost').filter((entry) => entry.class === 'incident')
    expect(lost.map(({ scope }) => scope)).toContain('workers')
    expect(lost).toHaveLength((held ?? 0) + 1)
  })

  test('an outage at night, when nothing waits, is harmless', async () => {
    const from = 6 * hour
    const { key } = await runWith([aFault('outage_hang', 45, { from, to: from + 45 * minute })])
    expect(of(key, 'stall')).toMatchObject([{ class: 'harmless' }])
    expect(of(key, 'throughput_drop')).toMatchObject([{ class: 'harmless' }])
  })

  test('a half outage that leaves half of the workers is harmless for the rate, one that leaves fewer is not', async () => {
    const half = await runWith([aFault('half_outage', 90, { amount: 0.5 })], { workers: 2, load: 'high' })
    expect(of(half.key, 'throughput_drop')).toMatchObject([{ class: 'harmless' }])
    const more = await runWith([aFault('half_outage', 90, { amount: 0.67 })], { load: 'high' })
    expect(of(more.key, 'throughput_drop')).toMatchObject([{ class: 'incident' }])
  })

  test('a burst of errors is an incident when enough different instructions ended and failed', async () => {
    const { key } = await runWith([aFault('error_burst', 40, { amount: 0.6 })])
    const [burst] = of(key, 'error_surge')
    expect(burst?.class).toBe('incident')
    expect(burst?.evidence).toBeGreaterThan(14 * hour)
    const from = 5 * hour
    const night = await runWith([aFault('error_burst', 40, { amount: 0.6, from, to: from + 40 * minute })])
    expect(of(night.key, 'error_surge')).toMatchObject([{ class: 'harmless' }])
  })

  test('a generator that is down is an incident from three missed hands on, and each is an orphan', async () => {
    const { key, ledger } = await runWith([aFault('generator_down', 300, { from: 13 * hour, to: 18 * hour })])
    const missed = ledger.hands.filter(({ hand, premium }) => premium && !ledger.made.has(hand))
    expect(missed.length).toBeGreaterThanOrEqual(3)
    expect(of(key, 'generator_down')).toMatchObject([{ class: 'incident' }])
    expect(of(key, 'orphan_hand').map(({ scope }) => scope)).toEqual(missed.map(({ hand }) => `hand:${hand}`))
    const short = await runWith([aFault('generator_down', 1)])
    expect(of(short.key, 'generator_down')).toMatchObject([{ class: 'harmless' }])
  })

  test('a hung worker is lost; of an old poller only the render is stuck', async () => {
    const verbs = await runWith([aFault('hung_worker', 80)])
    expect(of(verbs.key, 'worker_lost')).toMatchObject([{ class: 'incident' }])
    expect(of(verbs.key, 'throughput_drop')).toMatchObject([{ class: 'harmless' }])
    const pollers = await runWith([aFault('hung_worker', 80)], { pollers: true })
    expect(of(pollers.key, 'worker_lost')).toEqual([])
    expect(of(pollers.key, 'stuck_processing')).toHaveLength(1)
  })

  test('a paused template, a restarted hub and a stepped clock are no incident of the queue', async () => {
    for (const fault of [
      aFault('pause_template', 100, { target: 'leaderboard' }),
      aFault('pause_queue', 60),
      aFault('hub_restart', 5),
      aFault('clock_step', 100),
    ]) {
      const { key } = await runWith([fault])
      expect(
        key.filter(
          (entry) => entry.class === 'incident' && !['poison_job', 'orphan_hand'].includes(entry.kind),
        ),
      ).toEqual([])
    }
  })

  test('work beyond its deadline is stale: starved, or of a template that nobody can render', async () => {
    const starved = await runWith([aFault('starvation', 60)])
    expect(of(starved.key, 'stale_pending').some((entry) => entry.class === 'incident')).toBe(true)
  })
})

test('waits leave out pauses, and begin anew after them', async () => {
  const { ledger } = await runWith([aFault('pause_queue', 60)])
  const inside = waitsOf(ledger).filter(({ from, to }) => from <= 15 * hour && to > 14 * hour)
  expect(inside.filter(({ from, to }) => from < 15 * hour - 1 && to > 14 * hour + 1)).toEqual([])
  expect(inside.some(({ from }) => from === 15 * hour)).toBe(true)
})
