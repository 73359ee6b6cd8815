import { expect, test } from 'vitest'
import { readExport } from '../../../src/siblings/feature_table/document.ts'
import { judge } from '../../../src/siblings/feature_table/judge.ts'
import { payloadOf } from '../../../src/siblings/feature_table/payload.ts'
import { aGfxHand, anExport, type Script } from './support.ts'

function payload(script: Script, changes = {}): Record<string, unknown> {
  const { session, hands } = readExport(anExport([aGfxHand(script, changes)]))
  const [exported] = hands
  if (!exported) throw new Error('no hand')
  return JSON.parse(payloadOf('table-GG', session, exported, judge(exported.hand)))
}

const script: Script = {
  number: 12,
  ante: 100,
  seats: { 1: [1000, 1300, 'as 10d'], 2: [300, 0, 'kc kd'], 3: [1000, 1000] },
  events: ['1 BET 300 @250', '2 ALL IN 200 @500', 'board qh jd 9c 2s 8h'],
}

test('a hand becomes a row of hands', () => {
  expect(payload(script)).toMatchObject({
    table_id: 'table-GG',
    hand_number: 12,
    session_id: '638961224831992165',
    started_at: '2025-10-19T13:46:43.3959117Z',
    source: 'rfid',
    origin: 'pokergfx',
    hand_rank: 'straight',
    pot_size: 500,
    winner: 'P1',
    community_cards_json: ['Qh', 'Jd', '9c', '2s', '8h'],
    blinds_json: { small_blind: 50, big_blind: 100, ante: 100 },
    duration_seconds: 106,
    quality_flags: [],
  })
})

test('players carry what they had, did and received', () => {
  const players = payload(script).players_json as unknown[]
  expect(players.slice(0, 2)).toEqual([
    {
      seat: 1,
      name: 'P1',
      long_name: '',
      stack: 1000,
      end_stack: 1300,
      hole_cards: ['As', 'Td'],
      sitting_out: false,
      folded: false,
      all_in: false,
      won: 500,
      eliminated: false,
      hand_rank: 'straight',
    },
    expect.objectContaining({ seat: 2, all_in: true, won: 0, eliminated: true, hand_rank: 'one_pair' }),
  ])
})

test('actions carry street, total, increment and the pot before', () => {
  expect((payload(script).actions_json as unknown[]).at(-1)).toEqual({
    street: 'preflop',
    seat: 2,
    action: 'all_in',
    amount: 200,
    added: 100,
    pot: 500,
  })
})

test('the winner is the one who received most, by the name that is shown', () => {
  const hand = aGfxHand(script)
  const Players = (hand.Players as Record<string, unknown>[]).map((row) =>
    row.PlayerNum === 1 ? { ...row, Name: ' ', LongName: ' Zoë Müller ' } : row,
  )
  expect(payload(script, { Players })).toMatchObject({ winner: 'Zoë Müller' })
})

test('what is not certain is null', () => {
  const odd = payload({ ...script, seats: { 1: [1000, 1301], 2: [300, 0], 3: [1000, 1000] } })
  expect(odd).toMatchObject({ pot_size: null, hand_rank: null, winner: 'P1' })
  expect(odd.players_json).toMatchObject([{ won: null }, { won: null, eliminated: false }, { won: null }])
})
