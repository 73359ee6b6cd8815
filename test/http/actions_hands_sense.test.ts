import { expect } from 'vitest'
import { test } from './act_support.ts'

const hand = { table_id: 'table_1', hand_number: 7 }
const [kim, lee] = [
  { seat: 1, name: 'KIM' },
  { seat: 2, name: 'LEE' },
]
const board = ['2c', '7d', '9h', 'Jc', '3s']

test.for([
  ['two on one seat', { players: [kim, { ...lee, seat: 1 }] }, 'body.players.1.seat'],
  ['one name twice', { players: [kim, { seat: 2, name: ' kim ' }] }, 'body.players.1.name'],
  ['a winner who does not play', { players: [kim, lee], winner: 'PARK' }, 'body.winner'],
  ['a start that has not come', { started_at: '2035-01-01T00:00:00Z' }, 'body.started_at'],
  ['a card twice', { community_cards: ['2c', '2C'] }, 'body.community_cards.1'],
] as const)('a hand that contradicts itself is refused: %s', async ([, part, path], { post, client }) => {
  const { status, body } = await post('/api/hands', { ...hand, ...part })
  expect([status, body.code, body.errors[0].path]).toEqual([422, 'UB422', path])
  expect((await client.query('select from hands')).rowCount).toBe(0)
})

test('a rank that does not come out of the cards is refused, and stored when it does', async ({
  post,
  client,
}) => {
  const players = [{ ...kim, hole_cards: ['Ac', 'Ad'] }, lee]
  const whole = { ...hand, players, winner: 'KIM', community_cards: board }
  expect(await post('/api/hands', { ...whole, hand_rank: 'royal_flush' })).toMatchObject({
    status: 422,
    body: { code: 'UB422', detail: expect.stringContaining('royal_flush') },
  })
  expect((await client.query('select from hands')).rowCount).toBe(0)
  expect(await post('/api/hands', { ...whole, hand_rank: 'one_pair' })).toMatchObject({
    status: 201,
    body: { outcome: 'inserted', quality_flags: [] },
  })
})

test('names hold nothing that is not seen', async ({ post }) => {
  for (const bad of ['table\u202E1', 'a\u0007b', 'a\nb', 'x\u2066y', 'a\u200Bb'])
    expect([bad, (await post('/api/hands', { ...hand, table_id: bad })).status]).toEqual([bad, 400])
  expect((await post('/api/hands', { ...hand, table_id: '피처 테이블 1' })).status).toBe(201)
})
