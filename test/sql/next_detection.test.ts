import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { aHand } from '../support/builders.ts'
import { test } from '../support/database.ts'

test('the nearest of the deadlines that people were promised, and a second for the detector', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  await client.query(`update hub.render_rules set enabled = false`)
  const next = async (minutes: number): Promise<number | null> => {
    const { rows } = await client.query('select hub.next_detection($1) as at', [show.at(minutes)])
    return rows[0].at === null ? null : (rows[0].at.getTime() - new Date(show.at(0)).getTime()) / 1000
  }
  expect(await next(0)).toBe(null)
  await show.instruction(0, { priority: 5 })
  expect(await next(1)).toBe(30 * 60 + 1)
  await show.instruction(0, { priority: 1 })
  expect(await next(1)).toBe(5 * 60 + 1)
  expect(await next(6)).toBe(30 * 60 + 1)
  await show.hand(2, aHand({ hand_rank: 'full_house', players_json: [], community_cards_json: [] }))
  expect(await next(2.5)).toBe(4 * 60 + 1)
  const worker = await show.worker('ae-1', 2.5)
  await show.claim(worker, 2.5)
  expect(await next(2.6)).toBe(2.5 * 60 + 45 + 1)
  expect(await next(31)).toBe(null)
})
