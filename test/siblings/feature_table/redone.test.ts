import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readExport } from '../../../src/siblings/feature_table/document.ts'
import { readLog } from '../../../src/siblings/feature_table/log.ts'
import { findRedone, type KnownHand } from '../../../src/siblings/feature_table/redone.ts'
import { describeVoiding, type Voiding, voidRedone } from '../../../src/siblings/feature_table/void_redone.ts'
import { hasRealExports, realFiles, realTables, withoutThem } from './real_exports.ts'

type Stacks = Readonly<Record<number, readonly [start: number, end: number]>>

/** A hand block as PokerGFX appends it. */
function block(number: number, at: number, stacks: Stacks, events = ['EVENT,FOLD,2']): string {
  const players = Object.entries(stacks).map(
    ([seat, [start, end]]) => `PLAYER,${seat},P${seat},0,${start},${end},as kd`,
  )
  const hand = `HAND,${number},${at},HOLDEM,BB_ANTE_BB1ST,500,0,300,500,0,3,4,5,0,0,1`
  return ['', 'GAME,PokerGFX 3.2,FEATURE_TABLE,', 'PAYOUTS,', hand, ...players, ...events, ''].join('\n')
}

const known = (id: string, number: number, startedAt: number, session = 's1', voided = false): KnownHand => ({
  id,
  session,
  number,
  startedAt,
  voided,
})

const findings = (log: string, hands: readonly KnownHand[]) =>
  findRedone(readLog(log).hands, hands).redone.map(({ hand, by, doubt }) => ({
    id: hand.id,
    by: by.id,
    doubt,
  }))

const unmoved: Stacks = { 1: [1000, 1000], 2: [1000, 1000] }
const won: Stacks = { 1: [1000, 1100], 2: [1000, 900] }
const after: Stacks = { 1: [1100, 1050], 2: [900, 950] }

describe('reading a log', () => {
  test('blocks carry number, time, stacks and events', () => {
    const { hands, faults } = readLog(block(7, 1_760_613_999, won, ['EVENT,RAISE TO,1,2500', 'EVENT,FOLD,2']))
    expect(faults).toEqual([])
    expect(hands).toEqual([
      {
        line: 4,
        number: 7,
        at: 1_760_613_999,
        events: 2,
        players: new Map([
          [1, { name: 'P1', start: 1000, end: 1100 }],
          [2, { name: 'P2', start: 1000, end: 900 }],
        ]),
      },
    ])
  })

  test('a name may hold a comma, lines may end as on Windows', () => {
    const text = block(7, 1, won).replace('P1', 'King, Jr').replaceAll('\n', '\r\n')
    expect(readLog(text).hands[0]?.players.get(1)).toEqual({ name: 'King, Jr', start: 1000, end: 1100 })
  })

  test('a half-written last line is no fault, others are, with their line', () => {
    expect(readLog(`${block(7, 1, won)}\nHAND,8`).faults).toEqual([])
    expect(readLog('HAND,x\nPLAYER,1\n').faults).toMatchObject([{ where: '1:1' }, { where: '2:1' }])
    expect(readLog('{"ID": 1}\n').faults[0]?.message).toMatch(/not a PokerGFX log/)
  })
})

describe('a hand was dealt again', () => {
  test('when its number comes again in its session and its chips went back', () => {
    const log = block(42, 500, won) + block(43, 1000, won) + block(43, 1300, won)
    const hands = [known('1', 42, 500), known('2', 43, 999.8), known('3', 43, 1300.4)]
    expect(findings(log, hands)).toEqual([{ id: '2', by: '3', doubt: null }])
  })

  test('when nothing moved in it', () => {
    const log = block(43, 1000, unmoved) + block(43, 1300, won)
    expect(findings(log, [known('2', 43, 1000), known('3', 43, 1300)])).toEqual([
      { id: '2', by: '3', doubt: null },
    ])
  })

  test('when its block was written again, with the chips given back: the last version holds', () => {
    const log = block(43, 1000, won) + block(43, 1000, unmoved) + block(43, 1300, after)
    expect(findings(log, [known('2', 43, 1000), known('3', 43, 1300)])).toEqual([
      { id: '2', by: '3', doubt: null },
    ])
  })

  test('several times: each by the next', () => {
    const log = block(43, 1000, unmoved) + block(43, 1100, unmoved) + block(43, 1200, won)
    const hands = [known('1', 43, 1000), known('2', 43, 1100), known('3', 43, 1200)]
    expect(findings(log, hands)).toEqual([
      { id: '1', by: '2', doubt: null },
      { id: '2', by: '3', doubt: null },
    ])
  })
})

describe('a good hand is left alone', () => {
  test('when its number comes again in another session', () => {
    const log = block(1, 1000, unmoved) + block(1, 1300, won)
    expect(findings(log, [known('1', 1, 1000, 's1'), known('2', 1, 1300, 's2')])).toEqual([])
  })

  test('when only blocks that no export has carry its number', () => {
    const log = block(5, 900, unmoved) + block(5, 1000, won) + block(5, 1300, unmoved)
    expect(findings(log, [known('1', 5, 1000)])).toEqual([])
  })

  test('when the hand that came again is void itself', () => {
    const log = block(5, 1000, won) + block(5, 1300, unmoved)
    expect(findings(log, [known('1', 5, 1000), known('2', 5, 1300, 's1', true)])).toEqual([])
  })

  test('when its chips stayed moved: only its number came again', () => {
    const log = block(43, 1000, won) + block(43, 1300, after)
    const [found] = findings(log, [known('1', 43, 1000), known('2', 43, 1300)])
    expect(found?.doubt).toMatch(/it counted/)
  })

  test('when its chips neither stayed nor came back', () => {
    const log = block(43, 1000, won) + block(43, 1300, { 1: [5000, 5000], 2: [7000, 7000] })
    const [found] = findings(log, [known('1', 43, 1000), known('2', 43, 1300)])
    expect(found?.doubt).toMatch(/neither/)
  })

  test('when the log is of another time', () => {
    const log = block(43, 1003, unmoved) + block(43, 1303, won)
    expect(findings(log, [known('1', 43, 1000), known('2', 43, 1300)])).toEqual([])
  })
})

/** A hub that holds these hands. */
function aKeeper(hands: readonly KnownHand[]) {
  const voided = new Map<string, string>()
  return {
    voided,
    listHands: async (_: string, from: number, to: number) =>
      hands
        .filter((hand) => hand.startedAt >= from && hand.startedAt <= to)
        .map((hand) => ({ ...hand, voided: hand.voided || voided.has(hand.id) })),
    voidHand: async (id: string, reason: string) => {
      voided.set(id, reason)
    },
  }
}

test('what was dealt again is voided once, with the reason; doubtful ones are told', async () => {
  const keeper = aKeeper([known('1', 5, 1000), known('2', 5, 1100), known('3', 8, 2000), known('4', 8, 2300)])
  const text = block(5, 1000, won) + block(5, 1100, won) + block(8, 2000, won) + block(8, 2300, after)
  const log = { name: 'live.txt', bytes: new TextEncoder().encode(text) }
  const first = await voidRedone(keeper, 'table_1', log)
  expect([...keeper.voided]).toEqual([['1', 'hand 5 was dealt again at 1970-01-01T00:18:20Z (live.txt)']])
  expect(describeVoiding(first)).toBe(
    [
      'live.txt: 4 hands logged, 2 of them dealt again: 1 voided, 0 void before, 1 kept',
      '  voided hand 5 of 1970-01-01T00:16:40Z (id 1), dealt again at 1970-01-01T00:18:20Z',
      '  kept hand 8 of 1970-01-01T00:33:20Z (id 3), dealt again at 1970-01-01T00:38:20Z: its chips stayed moved: it counted, only its number came again',
    ].join('\n'),
  )
  const again = await voidRedone(keeper, 'table_1', log)
  expect(again.voided).toEqual([])
  expect(again.already).toHaveLength(1)
})

test('a log without hands asks nothing', async () => {
  const { blocks, problems } = await voidRedone(aKeeper([]), 'table_1', {
    name: 'x',
    bytes: new Uint8Array(),
  })
  expect({ blocks, problems }).toEqual({ blocks: 0, problems: [] })
})

describe.skipIf(!hasRealExports)(`real logs${withoutThem}`, () => {
  test.each([
    ['table-GG', { blocks: 111, repeated: 4, voided: [] }],
    ['table-pokercaster', { blocks: 445, repeated: 16, voided: ['43 2025-10-17T13:23:47.8097466Z'] }],
  ])('%s', async (table, expected) => {
    const starts = new Map<string, KnownHand>()
    for (const file of realFiles(table, '.json')) {
      const { session, hands } = readExport(readFileSync(file))
      for (const { hand } of hands) {
        const id = `${hand.HandNum} ${hand.StartDateTimeUTC}`
        starts.set(id, known(id, hand.HandNum, Date.parse(hand.StartDateTimeUTC) / 1000, session))
      }
    }
    const keeper = aKeeper([...starts.values()])
    const voidings: Voiding[] = []
    for (const name of realFiles(table, '.txt')) {
      voidings.push(await voidRedone(keeper, table, { name, bytes: readFileSync(name) }))
    }
    const sum = (key: 'blocks' | 'repeated') => voidings.reduce((total, voiding) => total + voiding[key], 0)
    expect(voidings.flatMap((voiding) => [...voiding.problems, ...voiding.kept])).toEqual([])
    expect({ blocks: sum('blocks'), repeated: sum('repeated'), voided: [...keeper.voided.keys()] }).toEqual({
      blocks: expected.blocks,
      repeated: expected.repeated,
      voided: expected.voided,
    })
  })

  test('are there for both tables', () => {
    for (const table of realTables) expect(realFiles(table, '.txt').length).toBeGreaterThan(0)
  })
})
