import { expect } from 'vitest'
import { aHand, insert } from '../support/builders.ts'
import { test } from '../support/database.ts'
import { viewsOf } from './psql.ts'

test('no view shows a reader the cards of who folded, however old the hand is', async ({
  client,
  connect,
}) => {
  const hand = await insert(
    client,
    'hands',
    aHand({
      hand_rank: 'full_house',
      players_json: [
        { seat: 1, name: 'Kim', stack: 20_000, hole_cards: ['As', 'Ad'], folded: false },
        { seat: 4, name: 'Lee', stack: 18_000, hole_cards: ['Kc', 'Qc'], folded: true },
      ],
    }),
  )
  await client.query(
    `select * from hub.record_hand('{"table_id": "t", "hand_number": 3, "players_json": [{"seat": 1, "name": "Park", "hole_cards": ["Kc", "Qc"], "folded": true}]}')`,
  )
  await client.query(`select hub.void_hand($1, 'ann', 'dealt again')`, [hand])
  await client.query('select * from hub.tick()')
  // the journal has them, so a view that told its rows would too
  const { rows } = await client.query(
    `select count(*)::int as n from hub.events where doc::text like '%Kc%Qc%'`,
  )
  expect(rows[0].n).toBeGreaterThan(1)

  const reader = await connect({ role: 'hub_reader' })
  for (const view of await viewsOf(client)) {
    const shown = await reader.query(`select v::text as row from ops.${view} as v`)
    expect([view, shown.rows.filter(({ row }) => /\b[KQ]c\b/.test(row))]).toEqual([view, []])
  }
})
