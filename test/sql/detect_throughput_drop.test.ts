import { expect } from 'vitest'
import { aBroadcast, type Broadcast } from '../support/broadcast.ts'
import { test } from '../support/database.ts'

/** A minute of one worker with always something waiting: so many short jobs are done in it. */
async function minute(show: Broadcast, worker: string, at: number, jobs: number): Promise<void> {
  for (let i = 0; i < jobs; i++) {
    await show.instruction(at + i / jobs)
    const claimed = await show.claim(worker, at + i / jobs)
    await show.complete(claimed?.id as string, claimed?.attempt as string, at + (i + 0.9) / jobs)
  }
  await show.tick(at + 1)
}

test('at a fifth of its usual rate while work waits it fires within minutes, and ends when it is back', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  for (let i = 0; i < 50; i++) await show.instruction(0, { priority: 9 })
  for (let at = 0; at < 20; at++) await minute(show, worker, at, 5)
  expect(await show.alerts('throughput_drop')).toEqual([])
  for (let at = 20; at < 28; at++) await minute(show, worker, at, 1)
  const [drop] = await show.alerts('throughput_drop')
  expect(drop).toMatchObject({ state: 'firing', event_type: 'warning', severity: 'warning' })
  expect(drop?.title).toMatch(/^Rendering at \d+ % of its usual rate with \d+ jobs? waiting$/)
  for (let at = 28; at < 50; at++) await minute(show, worker, at, 5)
  expect(await show.alerts('throughput_drop')).toMatchObject([
    { state: 'resolved', resolution_notes: 'the test for its end has held' },
  ])
}, 60_000)

test('with nothing waiting, doing nothing is no drop', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  for (let at = 0; at < 10; at++) await minute(show, worker, at, 3)
  for (let at = 10; at < 60; at += 5) await show.tick(at)
  expect(await show.alerts('throughput_drop')).toEqual([])
})

test('a pause is no drop', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  for (let i = 0; i < 20; i++) await show.instruction(0, { priority: 9 })
  for (let at = 0; at < 10; at++) await minute(show, worker, at, 3)
  await client.query(`select hub.pause('queue', 'ann', 'lunch', $1)`, [show.at(10)])
  for (let at = 10; at < 40; at++) await show.tick(at + 1)
  await client.query(`select hub.resume('queue', 'ann', 'back', $1)`, [show.at(41)])
  for (let at = 41; at < 50; at++) await minute(show, worker, at, 3)
  expect(await show.alerts('throughput_drop')).toEqual([])
})
