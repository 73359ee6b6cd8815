import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'

test('a minute is weighed once, however often somebody looks within it', async ({ client }) => {
  const show = await aBroadcast(client)
  await client.query('insert into hub.pace_minutes (minute, waited, done) values ($1, 1, 10), ($2, 1, 20)', [
    show.at(1),
    show.at(2),
  ])
  const weigh = async (state: unknown, minutes: number): Promise<Record<string, unknown>> => {
    const sql = `select hub.weigh_throughput($1, $2, hub.settings_of('throughput')) as state`
    return (await client.query(sql, [JSON.stringify(state), show.at(minutes)])).rows[0].state
  }
  const begun = { at: show.at(1), sum: 4, num: 9240, den: 300, workers: 3, phase: 'quiet', recent: [] }
  const first = await weigh(begun, 2)
  expect(new Date(String(first.at)).toISOString()).toBe(show.at(2))
  expect(first.sum).toBeGreaterThan(4)
  for (const minutes of [2.1, 2.5, 2.99]) expect(await weigh(first, minutes)).toEqual(first)
  const next = await weigh(await weigh(first, 2.5), 3)
  expect(new Date(String(next.at)).toISOString()).toBe(show.at(3))
  expect(next.recent).toHaveLength(2)
})

test('renders that took no time at all break nothing', async ({ client }) => {
  const show = await aBroadcast(client)
  for (let i = 0; i < 6; i++) await show.render({ at: i, takes: 0 })
  await show.tick(11)
  await show.tick(12)
  expect(await show.alerts('tick_failed')).toEqual([])
})
