import { expect, test } from 'vitest'
import { BrokenDocument, readExport } from '../../../src/siblings/feature_table/document.ts'
import { aGfxHand, anExport } from './support.ts'

const script = { seats: { 1: [1000, 950], 2: [1000, 1050] }, events: ['1 FOLD'] } as const
const bytes = (text: string) => new TextEncoder().encode(text)

function broken(content: Uint8Array): string {
  try {
    readExport(content)
  } catch (error) {
    if (error instanceof BrokenDocument) return `${error.where} ${error.message}`
    throw error
  }
  throw new Error('it was read')
}

test('ids above 2^53 stay exact, and the hand is kept as exported', () => {
  const read = readExport(
    anExport([aGfxHand(script, { Extra: { deep: [1, null, 'é'] } })], '638966318331324926'),
  )
  expect(read.session).toBe('638966318331324926')
  expect(read.faults).toEqual([])
  expect(JSON.parse(JSON.stringify(read.hands[0]?.raw))).toEqual(
    aGfxHand(script, { Extra: { deep: [1, null, 'é'] } }),
  )
})

test('one bad hand does not lose the others, and the fault says where it is', () => {
  const seatless = aGfxHand({ ...script, number: 2 })
  const [row] = seatless.Players as Record<string, unknown>[]
  if (row) row.StartStackAmt = 'many'
  const read = readExport(
    anExport([aGfxHand(script), seatless, null, aGfxHand({ ...script, number: 4 }, { Duration: 'soon' })]),
  )
  expect(read.hands.map(({ where }) => where)).toEqual(['Hands[0]'])
  expect(read.faults.map(({ where }) => where)).toEqual([
    'Hands[1].Players[0].StartStackAmt',
    'Hands[2]',
    'Hands[3].Duration',
  ])
  expect(read.faults[0]?.message).toMatch(/number/)
})

test.each([
  ['no start', { StartDateTimeUTC: '0001-01-01T00:00:00Z' }, 'Hands[0].StartDateTimeUTC'],
  ['a start without zone', { StartDateTimeUTC: '2025-10-16T08:25:17' }, 'Hands[0].StartDateTimeUTC'],
  ['chips beyond what can be counted exactly', { AnteAmt: 2 ** 53 }, 'Hands[0].AnteAmt'],
  ['negative chips', { AnteAmt: -1 }, 'Hands[0].AnteAmt'],
  ['no events', { Events: undefined }, 'Hands[0].Events'],
])('a hand with %s is a fault', (_, changes, where) => {
  expect(readExport(anExport([aGfxHand(script, changes)])).faults.map((fault) => fault.where)).toEqual([
    where,
  ])
})

test('two rows of one seat are a fault: nobody can tell whose chips they are', () => {
  const hand = aGfxHand(script)
  const rows = hand.Players as unknown[]
  const { faults } = readExport(anExport([{ ...hand, Players: [...rows, rows[0]] }]))
  expect(faults.map((fault) => fault.where)).toEqual(['Hands[0].Players'])
})

test('what an older version may leave out has a value', () => {
  const hand = aGfxHand(script, { BombPotAmt: null, NumBoards: undefined, RunItNumTimes: null })
  expect(readExport(anExport([hand])).hands[0]?.hand).toMatchObject({
    BombPotAmt: 0,
    NumBoards: 1,
    RunItNumTimes: 1,
  })
})

test.each([
  ['an empty file', '', '1:1 is not JSON: expected value, but the text ends'],
  ['half a file', '{"ID":1,\n"Hands":[{"Hand', '2:11 is not JSON: expected key or "}", but the text ends'],
  [
    'another document',
    '{"name":"x"}',
    'ID not a PokerGFX export: must be the id of the session, a whole number',
  ],
  ['a list', '[]', 'document not a PokerGFX export'],
  ['an id out of range', '{"ID":9223372036854775808,"Hands":[]}', 'ID not a PokerGFX export'],
  ['hands that are no list', '{"ID":1,"Hands":{}}', 'Hands not a PokerGFX export'],
])('%s is broken, with its place', (_, text, expected) => {
  expect(broken(bytes(text))).toContain(expected)
})

test('bytes that are no text are broken; a byte order mark is no fault', () => {
  expect(broken(Uint8Array.of(0x7b, 0xff, 0xfe))).toMatch(/UTF-8/)
  const text = '{"ID":5,"Hands":[]}'
  expect(readExport(bytes(`\ufeff${text}`)).session).toBe('5')
  expect(readExport(Buffer.from(`\ufeff${text}`, 'utf16le')).session).toBe('5')
})
