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
    ]),
  ).toEqual([
    shown,
    { seat: 2, hole_cards: [], folded: true },
    { seat: 3, hole_cards: [] },
    { seat: 4, hole_cards: [], folded: 'x' },
  ])
  expect(await hide(tx, [])).toEqual([])
})
