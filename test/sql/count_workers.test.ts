import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { past } from './history.ts'

const count = 'select * from hub.count_workers(now())'

test('nobody', async ({ tx }) => {
  expect((await tx.query(count)).rows).toEqual([{ online: 0, busy: 0, silent: 0, stuck: 0, present: false }])
})

test('online, busy and silent are told apart, and old sessions are forgotten', async ({ tx }) => {
  const { rows } = await tx.query(
    `select hub.register_worker('ae-' || n) as id from generate_series(1, 5) as n`,
  )
  const ids = rows.map((row) => row.id)
  const seen = (id: string, ago: string) =>
    tx.query(`update hub.workers set last_seen_at = now() - $2::interval where id = $1`, [id, ago])
  await seen(ids[1], '40 seconds')
  await seen(ids[2], '3 days')
  await seen(ids[3], '3 days')
  await tx.query('update hub.workers set lost_at = now() where id = $1', [ids[4]])
  for (const worker_id of [ids[0], ids[0], ids[3]]) {
    await past(tx, 'render_instructions', [
      { template_name: 'x', status: 'processing', worker_id, started_at: '1 minute', lease_expires_at: '0' },
    ])
  }
  expect((await tx.query(count)).rows).toEqual([{ online: 1, busy: 1, silent: 2, stuck: 1, present: true }])
})

test('one that attends is gone with its connection', async ({ client, connect }) => {
  const worker = await connect()
  const { rows } = await worker.query(`select hub.register_worker('ae-01') as id`)
  await worker.query('select hub.attend($1)', [rows[0].id])
  expect((await client.query(count)).rows).toMatchObject([{ online: 1, silent: 0 }])
  await client.query('select pg_terminate_backend(attended_pid) from hub.workers')
  await expect
    .poll(async () => (await client.query(count)).rows)
    .toMatchObject([{ online: 0, silent: 0, present: false }])
})

test('an old poller is somebody, too', async ({ tx }) => {
  await past(tx, 'hub.attempts', [
    {
      instruction_id: 1,
      attempt: 1,
      outcome: 'completed',
      template_name: 'x',
      claimed_by: 'ae',
      started_at: '5 minutes',
      finished_at: '4 minutes',
    },
  ])
  expect((await tx.query(count)).rows).toMatchObject([{ online: 0, present: true }])
})
