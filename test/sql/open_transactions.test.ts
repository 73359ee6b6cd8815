import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { queued } from '../support/queue.ts'
import { claim, registerWorker } from '../support/workers.ts'

// now() is when a transaction began; what others did since is no less true.

test('a worker that beats while a tick is under way is there', async ({ connect }) => {
  const [look, beat] = [await connect(), await connect()]
  const worker = await registerWorker(beat)
  await look.query('begin')
  await look.query('select now()')
  await beat.query('select * from hub.heartbeat($1)', [worker])
  const { rows } = await look.query('select worker_id from hub.live_workers(now())')
  expect(rows).toEqual([{ worker_id: worker }])
  await look.query('rollback')
})

test('an attempt ends when it is reported, however old the transaction that reports it', async ({
  client,
}) => {
  const worker = await registerWorker(client)
  await queued(client)
  const claimed = await claim(client, worker)
  await client.query('begin')
  await client.query('select now(), pg_sleep(0.3)')
  await client.query(`select hub.fail_instruction($1, $2, 'Nexrender 503')`, [
    claimed[0]?.id,
    claimed[0]?.attempt,
  ])
  const { rows } = await client.query(
    `select finished_at >= now() + interval '0.3 seconds' as late from hub.attempts`,
  )
  await client.query('commit')
  expect(rows).toEqual([{ late: true }])
})

test('tick refuses an isolation in which it would not see what others do', async ({ client }) => {
  await client.query('begin isolation level repeatable read')
  await expect(client.query('select * from hub.tick()')).rejects.toMatchObject({
    code: 'UB422',
    message: 'tick runs in read committed, not in repeatable read',
  })
  await client.query('rollback')
})
