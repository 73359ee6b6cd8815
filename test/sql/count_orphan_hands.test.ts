import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { past } from './history.ts'

const count = async (tx: { query(text: string): Promise<{ rows: { n: string }[] }> }) =>
  Number((await tx.query('select hub.count_orphan_hands(now()) as n')).rows[0]?.n)

test('premium hands that nobody made a graphic for, after the grace', async ({ tx }) => {
  const hand = (hand_number: number, changes: object = {}) => ({
    id: hand_number,
    table_id: 't',
    hand_number,
    is_premium: true,
    recorded_at: '5 minutes',
    ...changes,
  })
  await past(tx, 'hands', [
    hand(1),
    hand(2),
    hand(3, { is_premium: false }),
    hand(4, { voided_at: '1 minute', void_reason: 'misdeal' }),
    hand(5, { duplicate_of: 1 }),
    hand(6, { recorded_at: '119 seconds' }),
    hand(7, { recorded_at: '2 days' }),
  ])
  expect(await count(tx)).toBe(2)
  await past(tx, 'render_instructions', [
    { template_name: 'x', status: 'cancelled', cancelled_at: '0', hand_id: 1 },
  ])
  expect(await count(tx)).toBe(1)
})
