import type { Client } from 'pg'
import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { workOf } from '../support/work_read.ts'
import { claim, registerWorker } from '../support/workers.ts'

// History and whatever may not run must not slow a claim: 1 M pending rows, half of them of a paused
// template in front, 200 000 deferred ones of better priority, 100 000 failed ones, and statistics that
// were taken while the table was empty. What is counted is work, not time.

async function fill(client: Client): Promise<void> {
  await client.query(`
    alter table render_instructions set (autovacuum_enabled = off);
    analyze render_instructions;
    set session_replication_role = replica`)
  const add = (count: number, columns: string, values: string): Promise<unknown> =>
    client.query(`insert into render_instructions (template_name, status, priority, ${columns})
      select ${values} from generate_series(1, ${count}) as g`)
  const past = `now() - interval '1 hour' + g * interval '1 millisecond'`
  await add(500_000, 'eligible_at', `'held_' || g % 2, 'pending', 1, ${past}`)
  await add(500_000, 'eligible_at', `'template_' || g % 20, 'pending', 3 + g % 8, ${past}`)
  await add(
    200_000,
    'not_before',
    `'later', 'pending', 1, now() + interval '1 day' + g * interval '1 millisecond'`,
  )
  await add(
    100_000,
    'completed_at, started_at, error_class, retry_at',
    `'template_1', 'failed', 1, now(), now(), 'retryable', now() + interval '1 hour'`,
  )
  await client.query('reset session_replication_role')
}

test('a claim at depth looks at few rows and never at the whole table', async ({ client }) => {
  await fill(client)
  const worker = await registerWorker(client)
  const claims = (count: number, limit: number) => async (): Promise<void> => {
    for (let i = 0; i < count; i++) expect(await claim(client, worker, limit)).toHaveLength(limit)
  }

  // nothing paused: straight along the queue
  const free = await workOf(client, claims(20, 1))
  expect(free).toMatchObject({ scans: 0 })
  expect(free.tuples).toBeLessThan(20 * 200)

  for (const name of ['held_0', 'held_1']) {
    await client.query(`select hub.pause($1, 'ann', 'wrong font')`, [`template:${name}`])
  }
  const paused = await workOf(client, claims(20, 1))
  expect(paused).toMatchObject({ scans: 0 })
  expect(paused.tuples).toBeLessThan(20 * 2000)
  const batch = await workOf(client, claims(5, 50))
  expect(batch).toMatchObject({ scans: 0 })
  expect(batch.tuples).toBeLessThan(5 * 6000)
  const { rows } = await client.query(
    `select distinct left(template_name, 5) as held, priority from render_instructions where worker_id = $1 order by 1, 2`,
    [worker],
  )
  expect(rows).toEqual([
    { held: 'held_', priority: 1 },
    { held: 'templ', priority: 3 },
  ])

  // the rest of what a claim and a tick do: beats, due work, lapsed leases, expiry
  const beat = await workOf(client, () => client.query('select * from hub.heartbeat($1)', [worker]))
  expect(beat).toMatchObject({ scans: 0 })
  expect(beat.tuples).toBeLessThan(3000)
  await client.query(`update hub.settings set value = 'true' where key = 'simulation'`)
  const order = await workOf(client, () =>
    client.query(`select hub.promote_due(now() + interval '2 days'), hub.expire_due(now() + interval '2 days'),
      hub.rescue_expired(now() + interval '2 days')`),
  )
  expect(order).toMatchObject({ scans: 0 })
  expect(order.tuples).toBeLessThan(20_000)
  const ring = await workOf(client, () => client.query('select hub.ring_workers()'))
  expect(ring).toMatchObject({ scans: 0 })
  expect(ring.tuples).toBeLessThan(2000) // no more than a claim
}, 120_000)
