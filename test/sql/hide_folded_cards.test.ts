import { expect } from 'vitest'
import { test } from '../support/database.ts'

const hide = async (
  tx: { query(text: string, values: unknown[]): Promise<{ rows: { p: unknown }[] }> },
  players: unknown,
) => (await tx.query('select hub.hide_folded_cards($1) as p', [JSON.stringify(players)])).rows[0]?.p

test('only who is known not to have folded keeps his cards', async ({ tx }) => {
  const shown = { seat: 1, hole_cards: ['As'], folded: false }
  expect(
    await hide(tx, [
      shown,
      { seat: 2, hole_cards: ['Kc'], folded: true },
      { seat: 3, hole_cards: ['2c'] },
      { seat: 4, folded: 'x' },
      { seat: 5, name: 'Lee', folded: true, holeCards: ['7d'], cards: '7d 2c', private: { c: '7d' } },
    ]),
  ).toEqual([
    shown,
    { seat: 2, hole_cards: [], folded: true },
    { seat: 3, hole_cards: [] },
    { seat: 4, hole_cards: [], folded: 'x' },
    { seat: 5, name: 'Lee', hole_cards: [], folded: true },
  ])
  expect(await hide(tx, [])).toEqual([])
})

test('actions keep what the hub knows of them', async ({ tx }) => {
  const fold = { seat: 2, action: 'fold', street: 'flop', amount: 0, added: 0, pot: 300 }
  const { rows } = await tx.query('select hub.hide_action_cards($1) as a', [
    JSON.stringify([
      fold,
      { ...fold, hole_cards: ['7d', '2c'], cards: '7d', shown: { c: '2c' } },
      'mucks 7d',
    ]),
  ])
  expect(rows[0].a).toEqual([fold, fold])
})
