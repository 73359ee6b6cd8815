import { describe, expect, test } from 'vitest'
import type { Entry } from '../../src/simulator/labelled/entry.ts'
import { type Episode, episodesOf, judge } from '../../src/simulator/labelled/score.ts'
import { minute } from '../../src/simulator/labelled/types.ts'
import { wilson } from '../../src/simulator/labelled/wilson.ts'

const entry = (from: number, to: number, changes: Partial<Entry> = {}): Entry => ({
  kind: 'stall',
  scope: null,
  from: from * minute,
  to: to * minute,
  class: 'incident',
  evidence: from * minute,
  cause: 'outage_crash',
  ...changes,
})
const episode = (from: number, to: number, subject = 'global'): Episode => ({
  from: from * minute,
  to: to * minute,
  subject,
})

describe('an episode', () => {
  test('during an incident is right, and its delay counts from the first evidence', () => {
    const judged = judge([entry(100, 130, { evidence: 103 * minute })], [episode(108, 125)])
    expect(judged).toMatchObject({ incidents: 1, hits: 1, right: 1, refires: 0, delays: [5 * minute] })
    expect(judged.wrong).toEqual([])
    expect(judged.missed).toEqual([])
  })

  test('up to twenty minutes after an incident still tells of it, later ones are false', () => {
    expect(judge([entry(100, 130)], [episode(150, 155)]).hits).toBe(1)
    const late = judge([entry(100, 130)], [episode(150.1, 155)])
    expect(late).toMatchObject({ hits: 0, right: 0 })
    expect(late.wrong).toHaveLength(1)
    expect(late.missed).toHaveLength(1)
  })

  test('that began before an incident and lasts into it is right, without a negative delay', () => {
    expect(judge([entry(100, 130)], [episode(90, 101)])).toMatchObject({ right: 1, hits: 1, delays: [0] })
  })

  test('that meets only something harmless is neither right nor wrong', () => {
    const judged = judge([entry(100, 130, { class: 'harmless' })], [episode(110, 115), episode(300, 310)])
    expect(judged).toMatchObject({ incidents: 0, hits: 0, right: 0, dropped: 1 })
    expect(judged.wrong).toEqual([episode(300, 310)])
  })

  test('that meets an incident and something harmless is right', () => {
    const harmless = entry(100, 120, { class: 'harmless' })
    expect(judge([harmless, entry(110, 140)], [episode(105, 115)])).toMatchObject({ right: 1, dropped: 0 })
  })

  test('of another subject does not tell of an incident that has one', () => {
    const ofWorker = entry(100, 130, { scope: 'worker:a' })
    expect(judge([ofWorker], [episode(105, 110, 'worker:b')])).toMatchObject({ hits: 0, right: 0 })
    expect(judge([ofWorker], [episode(105, 110, 'worker:a')])).toMatchObject({ hits: 1, right: 1 })
  })

  test('that goes on over the next incident tells of what it began with; two over one are one hit and a re-fire', () => {
    const [first, next, during] = [entry(100, 110), entry(115, 130), entry(105, 140)]
    expect(judge([first, next], [episode(105, 120)])).toMatchObject({ hits: 1, right: 1, missed: [next] })
    expect(judge([first, next], [episode(114, 120)])).toMatchObject({ hits: 2 }) // late for one, early for the other
    expect(judge([first, during], [episode(101, 140)])).toMatchObject({ hits: 2, missed: [] }) // at the same time
    // one that never ends finds the first of all
    expect(judge([first, next, entry(500, 600)], [episode(100, 900)])).toMatchObject({
      hits: 1,
      overstays: [300 * minute],
    })
    expect(judge([entry(100, 130)], [episode(105, 108), episode(115, 120)])).toMatchObject({
      hits: 1,
      right: 2,
      refires: 1,
    })
  })

  test('that another alert hid all the time found it, but was not seen', () => {
    const hidden = { ...episode(105, 108), hidden: true }
    expect(judge([entry(100, 130)], [hidden])).toMatchObject({ hits: 1, seen: 0 })
    expect(judge([entry(100, 130)], [hidden, episode(115, 120)])).toMatchObject({ hits: 1, seen: 1 })
  })

  test('nothing told of nothing is no score at all', () => {
    expect(judge([], [])).toMatchObject({ incidents: 0, hits: 0, right: 0, dropped: 0, delays: [] })
  })
})

test('a rule that holds at looks in a row is one episode, a look at which it does not ends it', () => {
  const at = (...minutes: number[]): number[] => minutes.map((n) => n * minute)
  const looks = at(1, 2, 3, 4, 5, 10, 15, 16)
  expect(episodesOf(at(16, 3, 4, 10), looks)).toEqual([episode(3, 4), episode(10, 10), episode(16, 16)])
  expect(episodesOf(at(5, 10, 15), looks)).toEqual([episode(5, 15)])
  expect(episodesOf([], looks)).toEqual([])
})

describe('the score interval of a share', () => {
  test('is that of the literature', () => {
    // Newcombe 1998 (Statistics in Medicine 17), table I, method 3: score without continuity correction
    for (const [k, n, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      expect(wilson(k, n).low).toBeCloseTo(low, 4)
      expect(wilson(k, n).high).toBeCloseTo(high, 4)
    }
  })

  test('tells how many alerts prove a precision of .95', () => {
    for (const [wrong, enough] of [
      [0, 73],
      [1, 110],
      [2, 142],
      [3, 173],
      [5, 230],
    ] as const) {
      expect(wilson(enough - wrong, enough).low).toBeGreaterThanOrEqual(0.9495)
      expect(wilson(enough - 3 - wrong, enough - 3).low).toBeLessThan(0.9495)
    }
  })

  test('of no trials is everything', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
  })
})
