import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { queued } from '../support/queue.ts'
import { registerWorker } from '../support/workers.ts'
import { pasted, shown } from './psql.ts'

const part = async (client: Client, name: string) =>
  (await shown(client, 'health')).find((row) => row.part === name)

test('a database that nobody serves yet: the tick and the leader are missing, the rest is well', async ({
  client,
}) => {
  const rows = await shown(client, 'health')
  expect(rows.filter((row) => row.stands === 'down').map((row) => row.part)).toEqual(['leader', 'tick'])
  expect(rows[0]?.stands).toBe('down') // worst first
  for (const { remedy } of rows) expect(await pasted(client, remedy as string)).toBeUndefined()
  await client.query('select * from hub.tick()')
  expect(await part(client, 'tick')).toMatchObject({ stands: 'ok' })
  await client.query(`select * from hub.lead('hub-1')`)
  expect(await part(client, 'leader')).toMatchObject({ stands: 'ok', why: 'a hub leads' })
})

test('work waits and no worker is about: down; an old poller is enough', async ({ client }) => {
  expect(await part(client, 'workers')).toMatchObject({ stands: 'ok', why: '0 about, nothing waits' })
  const id = await queued(client)
  expect(await part(client, 'workers')).toMatchObject({ stands: 'down', why: '0 about, work waits' })
  await queued(client)
  await client.query(
    `update render_instructions set status = 'processing', started_at = now() where id = $1`,
    [id],
  )
  expect(await part(client, 'workers')).toMatchObject({ stands: 'ok', why: '0 about; pollers are' })
  await registerWorker(client)
  expect(await part(client, 'workers')).toMatchObject({ stands: 'ok', why: '1 about' })
})

test('a pause is told with the statement that ends it', async ({ client }) => {
  await client.query(`select hub.pause('queue', 'ann', 'break')`)
  const paused = await part(client, 'pauses')
  expect(paused).toMatchObject({ stands: 'degraded', why: 'queue' })
  await client.query(paused?.remedy as string)
  expect(await part(client, 'pauses')).toMatchObject({ stands: 'ok' })
})

test('the journal: behind until the next tick', async ({ client }) => {
  await client.query('select * from hub.tick()')
  expect(await part(client, 'journal')).toMatchObject({ stands: 'ok' })
  await client.query(`update hub.journal_readers set updated_at = now() - interval '1 minute'`)
  await queued(client)
  expect(await part(client, 'journal')).toMatchObject({
    stands: 'degraded',
    why: expect.stringMatching(/^00:01:\d\d behind$/),
  })
  await client.query('select * from hub.tick()')
  expect(await part(client, 'journal')).toMatchObject({ stands: 'ok', why: 'has read everything' })
})

test('a hub that polls, and history without its week', async ({ client }) => {
  await client.query(`select hub.report_listener('hub-1', 'no echo')`)
  expect(await part(client, 'listener')).toMatchObject({
    stands: 'degraded',
    why: expect.stringContaining('hub-1'),
  })
  await client.query(
    `insert into hub.events (at, kind, subject, actor) values (now() + interval '5 years', 'x', 'x', 'x')`,
  )
  expect(await part(client, 'stray rows')).toMatchObject({ stands: 'degraded' })
})
