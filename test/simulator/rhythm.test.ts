import { describe, expect, test } from 'vitest'
import { handOf, stepsOf } from './support.ts'

// Bounds around what was measured on the real exports: 20.9 hands an hour, gaps of 150 s
// (median) and 362 s (95th percentile), 41 % without flop, 24 % to a showdown, 27 % with an
// all-in, a player out in 6 %.

const all = stepsOf(4000)
const hands = all.filter((step) => step.kind === 'hand').map((step) => ({ step, hand: handOf(step) }))

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN
}

function share(fits: (entry: (typeof hands)[number]) => boolean): number {
  return hands.filter(fits).length / hands.length
}

/** Hands of one session in order. */
const sessions = Map.groupBy(hands, ({ step }) => `${step.table} ${step.session.ticks}`)
const gaps = [...sessions.values()].flatMap((session) =>
  session.slice(1).map(({ step }, index) => {
    return (Date.parse(step.start) - Date.parse(session[index]?.step.start ?? '')) / 1000
  }),
)

describe('the rhythm of a broadcast', () => {
  test('steps come in the order of their times, hands of a table start one after the other', () => {
    expect(all.every((step, index) => index === 0 || step.air >= (all[index - 1]?.air ?? 0))).toBe(true)
    for (const table of ['table_1', 'table_2']) {
      const starts = hands.filter(({ step }) => step.table === table).map(({ step }) => step.start)
      expect(starts).toEqual(starts.toSorted())
      expect(new Set(starts).size).toBe(starts.length)
    }
    expect(Math.min(...gaps)).toBeGreaterThan(10)
  })

  test('about 21 hands an hour and table while it is played', () => {
    const played = gaps.filter((gap) => gap < 600)
    const perHour = (3600 * played.length) / played.reduce((sum, gap) => sum + gap, 0)
    expect(perHour).toBeGreaterThan(19.5)
    expect(perHour).toBeLessThan(23.5)
    expect(quantile(gaps, 0.5)).toBeGreaterThan(135)
    expect(quantile(gaps, 0.5)).toBeLessThan(170)
    expect(quantile(gaps, 0.95)).toBeGreaterThan(310)
    expect(quantile(gaps, 0.95)).toBeLessThan(420)
  })

  test('breaks, dinners and new sessions interrupt it', () => {
    const perThousand = (count: number) => (1000 * count) / hands.length
    expect(perThousand(gaps.filter((gap) => gap > 600).length)).toBeGreaterThan(10)
    expect(perThousand(gaps.filter((gap) => gap > 600).length)).toBeLessThan(30)
    expect(gaps.filter((gap) => gap > 4500 && gap < 7200).length).toBeGreaterThan(5)
    expect(sessions.size).toBeGreaterThan(20)
    for (const [first] of sessions.values()) expect(first?.hand.HandNum).toBe(1)
    expect(Math.max(...[...sessions.values()].map((session) => session.length))).toBeLessThan(400)
  })

  test('hands end before the flop, at a showdown, with an all-in and with a player out as often as they do', () => {
    const board = ({ hand }: (typeof hands)[number]) => hand.Events.filter((event) => event.BoardCards).length
    const folds = ({ hand }: (typeof hands)[number]) =>
      hand.Events.filter((event) => event.EventType === 'FOLD').length
    const dealt = ({ hand }: (typeof hands)[number]) =>
      hand.Players.filter((player) => player.HoleCards[0] !== '').length
    const noFlop = share((entry) => board(entry) === 0)
    expect(noFlop).toBeGreaterThan(0.36)
    expect(noFlop).toBeLessThan(0.46)
    const showdown = share((entry) => dealt(entry) - folds(entry) > 1)
    expect(showdown).toBeGreaterThan(0.2)
    expect(showdown).toBeLessThan(0.3)
    const allIn = share(({ hand }) => hand.Events.some((event) => event.EventType === 'ALL IN'))
    expect(allIn).toBeGreaterThan(0.17)
    expect(allIn).toBeLessThan(0.3)
    const out = share(({ hand }) =>
      hand.Players.some((row) => row.StartStackAmt > 0 && row.EndStackAmt === 0),
    )
    expect(out).toBeGreaterThan(0.045)
    expect(out).toBeLessThan(0.09)
  })

  test('levels rise once an hour of play and never fall within a session', () => {
    let rises = 0
    for (const session of sessions.values()) {
      const blinds = session.map(({ hand }) => hand.FlopDrawBlinds.BigBlindAmt)
      for (const [index, big] of blinds.slice(1).entries()) {
        expect(big).toBeGreaterThanOrEqual(blinds[index] ?? 0)
      }
      rises += new Set(session.map(({ hand }) => JSON.stringify(hand.FlopDrawBlinds))).size > 1 ? 1 : 0
      rises += new Set(blinds).size - 1
    }
    expect(rises).toBeGreaterThan(100)
  })

  test('levels last as long as they are told to', () => {
    const quick = stepsOf(60, { levelMinutes: 10, tables: 1 }).filter((step) => step.kind === 'hand')
    const slow = stepsOf(60, { levelMinutes: 60, tables: 1 }).filter((step) => step.kind === 'hand')
    const levels = (steps: typeof quick) =>
      new Set(steps.map((step) => handOf(step).FlopDrawBlinds.SmallBlindAmt)).size
    expect(levels(quick)).toBeGreaterThan(2 * levels(slow))
  })
})

describe('a final table', () => {
  const finals = [...sessions.values()].filter(([first]) => first?.step.session.type === 'FINAL_TABLE')

  test('ends with one player; every other one has a place, kept to the end', () => {
    expect(finals.length).toBeGreaterThan(2)
    const ended = finals.slice(0, 2)
    for (const session of ended) {
      const seats = session[0]?.hand.Players.length ?? 0
      const places = session.at(-1)?.hand.Players.map((row) => row.EliminationRank) ?? []
      expect(places.toSorted((a, b) => a - b)).toEqual([
        -1,
        ...Array.from({ length: seats - 1 }, (_, i) => i + 2),
      ])
      for (const [index, { hand }] of session.slice(1).entries()) {
        for (const row of session[index]?.hand.Players ?? []) {
          if (row.EliminationRank < 0) continue
          const again = hand.Players.find((other) => other.PlayerNum === row.PlayerNum)
          expect(again).toMatchObject({
            EliminationRank: row.EliminationRank,
            SittingOut: true,
            StartStackAmt: 0,
          })
        }
      }
    }
  })

  test('only there places are told', () => {
    const others = hands.filter(({ step }) => step.session.type === 'FEATURE_TABLE')
    expect(others.every(({ hand }) => hand.Players.every((row) => row.EliminationRank === -1))).toBe(true)
  })
})
