import { describe, expect, test } from 'vitest'
import { planBroadcast } from '../../src/simulator/labelled/plan.ts'
import { createEventQueue } from '../../src/simulator/labelled/queue.ts'
import { day, hour, nameOf, overlap, regimeNamed, union } from '../../src/simulator/labelled/types.ts'
import { aFault, aPlan } from './labelled_support.ts'

const regime = regimeNamed('normal/3')

describe('a plan', () => {
  test('is the same for the same seed and another for another one', () => {
    const plan = planBroadcast({ seed: 5, days: 3, regime })
    expect(planBroadcast({ seed: 5, days: 3, regime })).toEqual(plan)
    expect(planBroadcast({ seed: 6, days: 3, regime }).hands).not.toEqual(plan.hands)
  })

  test('has the traffic of a broadcast', () => {
    const { hands, orders, play } = planBroadcast({ seed: 1, days: 20, regime, faultsPerDay: 0 })
    const hours = play.reduce((sum, { from, to }) => sum + to - from, 0) / hour
    const inPlay = hands.filter(({ at }) => play.some(({ from, to }) => at >= from && at <= to))
    expect(inPlay.length / hours / 2).toBeGreaterThan(17.8)
    expect(inPlay.length / hours / 2).toBeLessThan(25.4)
    const premium = hands.filter((hand) => hand.premium).length / inPlay.length
    expect(premium).toBeGreaterThan(0.04)
    expect(premium).toBeLessThan(0.08)
    const rows = orders.flatMap((batch) => batch.orders)
    expect(Math.max(...orders.map((batch) => batch.orders.length))).toBeGreaterThan(20)
    expect(rows.some((row) => row.notBefore !== null)).toBe(true)
    expect(new Set(rows.map((row) => row.template))).toContain('hand_replay')
    expect(rows.filter((row) => row.poison).length).toBeGreaterThan(0)
    const times = hands.map(({ at }) => at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(
      hands.some((hand, i) => hands.slice(i + 1, i + 4).some((next) => next.createdAt < hand.createdAt)),
    ).toBe(true)
  })

  test('brings more work to more workers, and more under high load', () => {
    const jobs = (name: string): number =>
      planBroadcast({ seed: 1, days: 5, regime: regimeNamed(name), faultsPerDay: 0 }).orders.flatMap(
        (b) => b.orders,
      ).length
    expect(jobs('high/3')).toBeGreaterThan(jobs('normal/3') * 1.25)
    expect(jobs('normal/3')).toBeGreaterThan(jobs('low/3') * 1.25)
    expect(jobs('normal/6')).toBeGreaterThan(jobs('normal/3') * 1.5)
  })

  test('has about as many faults a day as wished, most of them during play, never two at once', () => {
    const { faults, play } = planBroadcast({ seed: 3, days: 100, regime, faultsPerDay: 2 })
    expect(faults.length).toBeGreaterThan(140)
    expect(faults.length).toBeLessThanOrEqual(200)
    const during = faults.filter((fault) =>
      play.some((block) => fault.from >= block.from && fault.from < block.to),
    )
    expect(during.length / faults.length).toBeGreaterThan(0.75)
    expect(new Set(faults.map(({ kind }) => kind)).size).toBe(17)
    for (const [index, fault] of faults.entries()) {
      for (const other of faults.slice(index + 1)) expect(overlap(fault, other)).toBe(0)
    }
  })

  test('of a quiet twin has the same hands and orders, and no faults', () => {
    const loud = planBroadcast({ seed: 11, days: 4, regime, faultsPerDay: 2 })
    const quiet = planBroadcast({ seed: 11, days: 4, regime, faultsPerDay: 0 })
    expect(quiet.faults).toEqual([])
    expect(loud.faults.length).toBeGreaterThan(0)
    expect(quiet.hands.map(({ at }) => at)).toEqual(expect.arrayContaining(loud.hands.map(({ at }) => at)))
    const numbers = new Set(loud.orders.flatMap(({ orders }) => orders.map((order) => order.number)))
    expect(quiet.orders.flatMap(({ orders }) => orders).every((order) => numbers.has(order.number))).toBe(
      true,
    )
  })

  test('lets faults change what is handed in', () => {
    const quiet = aPlan()
    const inside = <T extends { at: number }>(items: readonly T[]): T[] =>
      items.filter(({ at }) => at >= 14 * hour && at < 16 * hour)
    const silent = aPlan([aFault('silent_table', 120)])
    expect(inside(silent.hands).map(({ table }) => table)).not.toContain('table_1')
    const down = aPlan([aFault('generator_down', 120)])
    expect(inside(down.hands).every(({ orderAfter }) => orderAfter === null)).toBe(true)
    const stepped = aPlan([aFault('clock_step', 120)])
    const shifted = inside(stepped.hands).filter(({ table }) => table === 'table_1')
    const before = inside(quiet.hands).filter(({ table }) => table === 'table_1')
    expect(shifted.map(({ createdAt }) => createdAt)).toEqual(before.map(({ createdAt }) => createdAt + hour))
    const flooded = aPlan([aFault('starvation', 60)])
    expect(Math.max(...flooded.orders.map(({ orders }) => orders.length))).toBeGreaterThan(200)
  })
})

test('events come in the order of time, those of one time as they were put in', () => {
  const queue = createEventQueue<string>()
  for (const [at, name] of [
    [5, 'e'],
    [1, 'a'],
    [3, 'c'],
    [1, 'b'],
    [3, 'd'],
    [9, 'f'],
  ] as const)
    queue.push(at, name)
  const seen: string[] = []
  for (let next = queue.pop(); next; next = queue.pop()) seen.push(next.event)
  expect(seen.join('')).toBe('abcdef')
  expect(queue.pop()).toBeUndefined()
})

test('spans that touch become one', () => {
  const spans = [
    { from: 5, to: 8 },
    { from: 0, to: 3 },
    { from: 2, to: 4 },
    { from: 9, to: 9 },
  ]
  expect(union(spans)).toEqual([
    { from: 0, to: 4 },
    { from: 5, to: 8 },
  ])
  expect(union(spans, 1)).toEqual([{ from: 0, to: 8 }])
})

test('regimes have names', () => {
  expect(nameOf(regimeNamed('high/6/pollers'))).toBe('high/6/pollers')
  expect(() => regimeNamed('busy/2')).toThrow('busy/2')
  expect(day).toBe(86_400_000)
})
