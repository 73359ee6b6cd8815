import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { lapse, queued } from '../support/queue.ts'
import { allowSimulation } from '../support/sessions.ts'
import { claim, registerWorker } from '../support/workers.ts'

// rescues_are_paused: most workers late at once are no dead workers.

async function busyWorkers(client: Client, count: number): Promise<{ worker: string; id: string }[]> {
  const busy: { worker: string; id: string }[] = []
  for (let i = 0; i < count; i++) {
    await queued(client)
    const worker = await registerWorker(client, `ae-${i}`)
    const [mine] = await claim(client, worker)
    busy.push({ worker, id: mine?.id as string })
  }
  return busy
}

const statuses = async (client: Client): Promise<string[]> =>
  (await client.query('select status from render_instructions order by id')).rows.map((row) => row.status)

const alerts = async (client: Client): Promise<unknown[]> =>
  (await client.query(`select subject, state from monitoring_events where kind = 'hub_degraded'`)).rows

const all = (status: string, count: number): string[] => Array(count).fill(status)

test('most are late at once: nothing is taken back, one alert; they are heard again: all goes on', async ({
  client,
}) => {
  const busy = await busyWorkers(client, 4)
  for (const { id } of busy.slice(0, 3)) await lapse(client, id)
  for (let i = 0; i < 3; i++) await client.query('select * from hub.tick()')
  expect(await statuses(client)).toEqual(all('processing', 4))
  expect(await alerts(client)).toEqual([{ subject: 'rescues', state: 'firing' }])
  expect((await claim(client, await registerWorker(client))).length).toBe(0)

  for (const { worker } of busy) await client.query('select hub.heartbeat($1)', [worker])
  await lapse(client, busy[0]?.id as string)
  await client.query('select * from hub.tick()')
  expect(await statuses(client)).toEqual(['pending', ...all('processing', 3)])
  expect(await alerts(client)).toEqual([{ subject: 'rescues', state: 'resolved' }])
})

test('the pause ends: then they are dead after all', async ({ client }) => {
  await allowSimulation(client)
  await busyWorkers(client, 3)
  const tickIn = (seconds: number): Promise<unknown> =>
    client.query(`select * from hub.tick(now() + $1 * interval '1 second')`, [seconds])
  await tickIn(20)
  expect(await statuses(client)).toEqual(all('processing', 3))
  await tickIn(71)
  expect(await statuses(client)).toEqual(all('processing', 3))
  await tickIn(73)
  expect(await statuses(client)).toEqual(all('pending', 3))
  await tickIn(74)
  expect(await alerts(client)).toEqual([{ subject: 'rescues', state: 'resolved' }])
})

test('a claim that judges so and stays open makes nobody wait', async ({ client, connect }) => {
  const busy = await busyWorkers(client, 3)
  await queued(client)
  for (const { id } of busy) await lapse(client, id)
  const open = await connect()
  await open.query('begin')
  expect(await claim(open, await registerWorker(open))).toHaveLength(1)
  await client.query(`set lock_timeout = '500ms'`)
  expect(await claim(client, await registerWorker(client))).toHaveLength(0)
  await client.query('select * from hub.tick()')
  expect(await alerts(client)).toEqual([{ subject: 'rescues', state: 'firing' }])
})

test('one or two that are late are taken at their silence, and old pollers never count', async ({
  client,
}) => {
  const busy = await busyWorkers(client, 2)
  for (let i = 0; i < 3; i++) {
    const id = await queued(client)
    await client.query(`update render_instructions set status = 'processing' where id = $1`, [id])
    await lapse(client, id)
  }
  for (const { id } of busy) await lapse(client, id)
  await client.query('select * from hub.tick()')
  expect(await statuses(client)).toEqual(all('pending', 5))
  expect(await alerts(client)).toEqual([])
})
