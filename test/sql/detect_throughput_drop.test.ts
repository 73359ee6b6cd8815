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
  expect(drop?.title).toMatch(/^Renders take \d\.\d times as long as usual, with \d+ jobs? waiting$/)
  for (let at = 28; at < 50; at++) await minute(show, worker, at, 5)
  expect(await show.alerts('throughput_drop')).toMatchObject([
    { state: 'resolved', resolution_notes: 'the test for its end has held' },
  ])
}, 60_000)

test('a worker that ends nothing while work waits: it says how little is done', async ({ client }) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  for (let i = 0; i < 50; i++) await show.instruction(0, { priority: 9 })
  for (let at = 0; at < 20; at++) await minute(show, worker, at, 5)
  const claimed = await show.claim(worker, 20)
  for (let at = 20; at < 34; at++) {
    await show.beat(worker, at + 0.9)
    await show.tick(at + 1)
  }
  expect(await show.alerts('throughput_drop')).toMatchObject([
    {
      state: 'firing',
      title: expect.stringMatching(/^Rendering at \d+ % of its usual rate with \d+ jobs waiting$/),
    },
  ])
  await show.complete(claimed?.id as string, claimed?.attempt as string, 34)
  for (let at = 34; at < 52; at++) await minute(show, worker, at, 5)
  expect(await show.alerts('throughput_drop')).toMatchObject([{ state: 'resolved' }])
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

test('two of three workers left while work waits: it says how many render', async ({ client }) => {
  const show = await aBroadcast(client)
  const workers = [await show.worker('ae-1'), await show.worker('ae-2'), await show.worker('ae-3')]
  const waiting = { priority: 9 }
  for (let i = 0; i < 60; i++) await show.instruction(0, waiting)
  const minute = async (at: number, there: readonly string[]): Promise<void> => {
    const claims = await Promise.all(there.map((worker) => show.claim(worker, at)))
    for (const claim of claims) await show.complete(claim?.id as string, claim?.attempt as string, at + 0.98)
    await show.tick(at + 1)
  }
  for (let at = 0; at < 6; at++) await minute(at, workers)
  expect(await show.alerts('throughput_drop')).toEqual([])
  for (let at = 6; at < 12; at++) await minute(at, workers.slice(2))
  const [drop] = await show.alerts('throughput_drop')
  expect(drop).toMatchObject({
    state: 'firing',
    title: expect.stringMatching(/^1 of 3 workers rendered while work waited, with \d+ jobs waiting$/),
    title_ko: expect.stringMatching(/^작업이 대기하는 동안 워커 3대 중 1대만 렌더링, 대기 작업 \d+건$/),
    details: expect.objectContaining({ shown_by: 'thin', needed: 3, known_workers: 3, rendering: 1 }),
  })
}, 60_000)

test('renders of thrice their time while work waits now and then: it says how much longer they take', async ({
  client,
}) => {
  const show = await aBroadcast(client)
  const worker = await show.worker('ae-1')
  const render = async (at: number, takes: number): Promise<void> => {
    await show.instruction(at)
    await show.instruction(at)
    for (const from of [at, at + takes]) {
      const claim = await show.claim(worker, from)
      await show.complete(claim?.id as string, claim?.attempt as string, from + takes)
    }
    for (let tick = Math.floor(at) + 1; tick <= at + 4; tick++) await show.tick(tick)
  }
  for (let at = 0; at < 60; at += 4) await render(at, 0.5)
  expect(await show.alerts('throughput_drop')).toEqual([])
  for (let at = 60; at < 84; at += 4) await render(at, 1.9)
  const [drop] = await show.alerts('throughput_drop')
  expect(drop).toMatchObject({
    title: expect.stringMatching(/^Renders take [34]\.\d times as long as usual, with \d+ jobs? waiting$/),
    details: expect.objectContaining({ shown_by: 'slow', needed: 10 }),
  })
}, 60_000)
