import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Exported, readExport } from '../../../src/siblings/feature_table/document.ts'
import { judge, type Verdict } from '../../../src/siblings/feature_table/judge.ts'
import { payloadOf } from '../../../src/siblings/feature_table/payload.ts'
import { hasRealExports, realFiles, realTables, withoutThem } from './real_exports.ts'

type Played = {
  readonly table: string
  readonly session: string
  readonly exported: Exported
  readonly verdict: Verdict
}

const hands = new Map<string, Played>()
let records = 0
let milliseconds = 0

/** Every real hand, replayed once. */
function allHands(): Played[] {
  if (hands.size > 0) return [...hands.values()]
  const begin = performance.now()
  for (const table of realTables) {
    for (const file of realFiles(table, '.json')) {
      const { session, hands: found, faults } = readExport(readFileSync(file))
      expect(faults).toEqual([])
      for (const exported of found) {
        records += 1
        const key = `${session} ${exported.hand.StartDateTimeUTC}`
        if (!hands.has(key)) hands.set(key, { table, session, exported, verdict: judge(exported.hand) })
      }
    }
  }
  milliseconds = performance.now() - begin
  return [...hands.values()]
}

const verdicts = () => allHands().map((hand) => hand.verdict)
const flagged = (flag: string) => verdicts().filter((verdict) => (verdict.flags as string[]).includes(flag))

describe.skipIf(!hasRealExports)(`real exports${withoutThem}`, () => {
  test('947 records are 892 hands', () => {
    expect(allHands()).toHaveLength(892)
    expect(records).toBe(947)
  })

  test('are read and replayed in well under two seconds', () => {
    allHands()
    expect(milliseconds).toBeLessThan(2000)
  })

  test('358 have no flop', () => {
    expect(verdicts().filter((verdict) => verdict.board.length === 0)).toHaveLength(358)
  })

  test('205 end in a contested showdown; the winners’ ranks', () => {
    expect(verdicts().filter((verdict) => verdict.showdown.contested)).toHaveLength(205)
    const ranks = verdicts().flatMap((verdict) => verdict.showdown.rank ?? [])
    expect(
      Object.fromEntries(
        Object.entries(Object.groupBy(ranks, (rank) => rank)).map(([k, v]) => [k, v.length]),
      ),
    ).toEqual({
      high_card: 6,
      one_pair: 59,
      two_pair: 76,
      three_of_a_kind: 18,
      straight: 20,
      flush: 11,
      full_house: 14,
      four_of_a_kind: 1,
    })
  })

  test('15 are a full house or better', () => {
    const best = new Set(['full_house', 'four_of_a_kind', 'straight_flush', 'royal_flush'])
    expect(verdicts().filter(({ showdown }) => showdown.rank && best.has(showdown.rank))).toHaveLength(15)
  })

  test('213 have an all-in, 48 a player eliminated, never two', () => {
    expect(verdicts().filter((verdict) => verdict.played.allIn.size > 0)).toHaveLength(213)
    expect(verdicts().filter((verdict) => verdict.eliminated.size === 1)).toHaveLength(48)
    expect(verdicts().filter((verdict) => verdict.eliminated.size > 1)).toHaveLength(0)
  })

  test('5 are won by nobody, 11 have two receivers', () => {
    expect(verdicts().filter(({ shares }) => shares.receivers.length === 0)).toHaveLength(5)
    expect(flagged('no_winner')).toHaveLength(5)
    expect(verdicts().filter(({ shares }) => shares.receivers.length === 2)).toHaveLength(11)
    expect(verdicts().filter(({ shares }) => shares.receivers.length > 2)).toHaveLength(0)
  })

  test('in 2 the chips do not add up, in one of them only the replay shows it; 3 have a card twice', () => {
    expect(flagged('chips_not_conserved')).toHaveLength(2)
    expect(flagged('stack_corrected')).toHaveLength(1)
    expect(flagged('duplicate_card')).toHaveLength(3)
  })

  test('nothing else is flagged but what was not scanned', () => {
    const names = new Set(verdicts().flatMap((verdict) => verdict.flags))
    const expected = [
      'board_incomplete',
      'chips_not_conserved',
      'duplicate_card',
      'no_winner',
      'stack_corrected',
      'unknown_cards',
    ]
    expect([...names].sort()).toEqual(expected)
    expect(verdicts().filter((verdict) => verdict.flags.length > 0)).toHaveLength(13)
  })

  test('the exact pots of the 885 consistent hands with chips moved', () => {
    const pots = verdicts().flatMap(({ shares }) => shares.pot ?? [])
    expect(pots).toHaveLength(885)
    expect(pots.reduce((sum, pot) => sum + pot, 0)).toBe(700_292_960)
  })

  test('a document carries the hand as exported and its id to the last digit', () => {
    for (const { table, session, exported, verdict } of allHands()) {
      const document = payloadOf(table, session, exported, verdict)
      expect(JSON.parse(document).raw).toEqual(exported.raw)
      expect(document).toContain(`"session_id":"${session}"`)
    }
  })
})
