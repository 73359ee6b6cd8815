import { expect } from 'vitest'
import { aBroadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'

test('two workers: seven minutes without a start or an end while work waits', async ({ client }) => {
  const show = await aBroadcast(client)
  await show.render({ at: 0 })
  for (let i = 0; i < 3; i++) await show.instruction(1)
  expect(await show.find('stall', 7.9)).toEqual([])
  const [stall] = await show.find('stall', 8.1)
  expect(stall).toMatchObject({ severity: 'critical', evidence: { waiting: 3 }, members: { total: 3 } })
  expect(stall?.title).toBe('Nothing has moved for 7 min with 3 jobs waiting')
})

test('three workers: four minutes', async ({ client }) => {
  const show = await aBroadcast(client)
  for (const host of ['ae-1', 'ae-2', 'ae-3']) await show.worker(host)
  await show.render({ at: 0 })
  await show.instruction(1)
  expect(await show.find('stall', 4.9)).toEqual([])
  expect(await show.find('stall', 5.1)).toHaveLength(1)
})

test('a pause, a deferred row and an empty queue are no stall; after a resume the wait counts anew', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  await show.render({ at: 0 })
  await show.instruction(1, { not_before: show.at(60) })
  expect(await show.find('stall', 30)).toEqual([])
  await show.instruction(1)
  await client.query(`select hub.pause('queue', 'ann', 'lunch', $1)`, [show.at(2)])
  expect(await show.find('stall', 30)).toEqual([])
  await client.query(`select hub.resume('queue', 'ann', 'back', $1)`, [show.at(30)])
  expect(await show.find('stall', 36)).toEqual([])
  expect(await show.find('stall', 38)).toHaveLength(1)
})

test('work moves: nothing is stalled, and the alert ends', async ({ client }) => {
  const show = await aBroadcast(client)
  await show.render({ at: 0 })
  for (let i = 0; i < 2; i++) await show.instruction(1)
  await show.tick(9)
  expect(await show.alerts('stall')).toMatchObject([{ state: 'firing' }])
  const worker = await show.worker('ae-02', 9)
  await show.claim(worker, 9.5)
  await show.tick(10)
  expect(await show.alerts('stall')).toMatchObject([{ state: 'recovering' }])
  await show.tick(11.1)
  expect(await show.alerts('stall')).toMatchObject([{ state: 'resolved' }])
})

test('what nobody who is there can render stalls nothing', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-9', 0, ['template:banner'])
  await show.instruction(0, { template_name: 'replay' })
  for (let i = 1; i <= 10; i++) await show.beat(worker, i)
  expect(await show.find('stall', 10)).toEqual([])
})

test('one machine, one long render: no stall while such renders take that long', async ({ client }) => {
  const show = await aBroadcast(client)
  const only = await show.worker('ae-1')
  await client.query(
    `insert into hub.template_norms (template_name, samples, median, p99, updated_at) values ('replay', 40, 600, 900, $1)`,
    [show.at(0)],
  )
  await show.instruction(0, { template_name: 'replay' })
  await show.claim(only, 0.1)
  await show.instruction(1)
  for (let i = 1; i <= 10; i++) await show.beat(only, i)
  expect(await show.find('stall', 10)).toEqual([])
  // somebody who is there and idle makes it one at once
  const idle = await show.worker('ae-2', 9.9)
  expect(await show.find('stall', 10)).toHaveLength(1)
  await client.query('delete from hub.workers where id = $1', [idle])
  await show.beat(only, 16)
  expect(await show.find('stall', 16)).toHaveLength(1) // longer than its p99 of 15 minutes
})
