import { expect } from 'vitest'
import { test } from '../support/database.ts'
import { instruction, lapse, outcomes, queued } from '../support/queue.ts'
import { refusalOf } from '../support/refusal.ts'
import { allowSimulation } from '../support/sessions.ts'
import { claim, registerWorker } from '../support/workers.ts'

test('most urgent first, then who waited longest; each claim raises the attempt and opens one', async ({
  tx,
}) => {
  const [late, first, urgent] = [
    await queued(tx, { priority: 7 }),
    await queued(tx, { priority: 5 }),
    await queued(tx, { priority: 1 }),
  ]
  const worker = await registerWorker(tx)
  expect((await claim(tx, worker, 2)).map((row) => row.id)).toEqual([urgent, first])
  expect((await claim(tx, worker, 2)).map((row) => row.id)).toEqual([late])
  expect(await claim(tx, worker)).toEqual([])
  expect(await instruction(tx, urgent as string)).toMatchObject({
    status: 'processing',
    attempt: '1',
    worker_id: worker,
    progress: 0,
  })
  expect(await outcomes(tx, urgent as string)).toEqual([null])
})

test('the lease is the default, or what was asked within bounds', async ({ tx }) => {
  const worker = await registerWorker(tx)
  const seconds = async (lease: string | null): Promise<number> => {
    await queued(tx)
    const { rows } = await tx.query(
      'select extract(epoch from lease_expires_at - now())::int as s from hub.claim_instructions($1, 1, $2)',
      [worker, lease],
    )
    return rows[0].s
  }
  expect(await seconds(null)).toBe(12)
  expect(await seconds('60 seconds')).toBe(60)
  for (const lease of ['0 seconds', '-1 second', '3 hours']) {
    expect(await refusalOf(tx, 'select hub.claim_instructions($1, 1, $2)', [worker, lease])).toMatchObject({
      code: 'UB422',
    })
  }
  for (const limit of [0, -1, 1001, null]) {
    expect(await refusalOf(tx, 'select hub.claim_instructions($1, $2)', [worker, limit])).toMatchObject({
      code: 'UB422',
      hint: expect.stringContaining('1000'),
    })
  }
  expect(await refusalOf(tx, 'select hub.claim_instructions(gen_random_uuid())')).toMatchObject({
    code: 'UB404',
    hint: expect.stringContaining('register_worker'),
  })
})

test('templates: those wished for, those the worker can do, both', async ({ tx }) => {
  const ids: Record<string, string> = {}
  for (const name of ['a', 'b', 'c']) ids[name] = await queued(tx, { template_name: name })
  const worker = await registerWorker(tx)
  const { rows } = await tx.query(
    `select hub.register_worker('ae-02', '{template:b,template:c,mov_alpha}') as id`,
  )
  const wish = async (who: string, templates: string[] | null): Promise<string[]> => {
    await tx.query('savepoint s')
    const result = await tx.query('select id from hub.claim_instructions($1, 9, null, $2)', [who, templates])
    await tx.query('rollback to savepoint s')
    return result.rows.map((row) => row.id)
  }
  expect(await wish(worker, ['b', 'none'])).toEqual([ids.b])
  expect(await wish(worker, null)).toEqual([ids.a, ids.b, ids.c])
  expect(await wish(worker, [])).toEqual([])
  expect(await wish(rows[0].id, null)).toEqual([ids.b, ids.c])
  expect(await wish(rows[0].id, ['a', 'c'])).toEqual([ids.c])
})

test('what is paused, deferred, expired or avoided is not given out', async ({ tx }) => {
  const [held, free] = [
    await queued(tx, { template_name: 'held', priority: 1 }),
    await queued(tx, { template_name: 'free' }),
  ]
  await queued(tx, { template_name: 'free', not_before: new Date(Date.now() + 3_600_000) })
  const dead = await queued(tx, { template_name: 'free', expires_at: new Date(Date.now() - 1000) })
  const worker = await registerWorker(tx)
  await tx.query(`select hub.pause('template:held', 'ann', 'wrong font')`)
  await tx.query('savepoint s')
  expect((await claim(tx, worker, 9)).map((row) => row.id)).toEqual([free])
  expect(await instruction(tx, dead as string)).toMatchObject({ status: 'cancelled' })
  await tx.query('rollback to savepoint s')

  for (const scope of ['queue', `worker:${worker}`]) {
    await tx.query(`select hub.pause($1, 'ann', 'break')`, [scope])
    expect(await claim(tx, worker, 9)).toEqual([])
    await tx.query(`select hub.resume($1, 'ann', 'go on')`, [scope])
  }
  await tx.query(`update hub.workers set avoid_until = now() + interval '1 minute'`)
  expect(await claim(tx, worker, 9)).toEqual([])
  await tx.query(`update hub.workers set avoid_until = null`)
  await tx.query(`select hub.resume('template:held', 'ann', 'mended')`)
  expect((await claim(tx, worker, 9)).map((row) => row.id)).toEqual([held, free])
})

test('the claim itself brings back due retries, deferred rows and lapsed leases: no hub runs here', async ({
  client,
}) => {
  await allowSimulation(client)
  const [failed, deferred, silent] = [
    await queued(client),
    await queued(client, { not_before: new Date(Date.now() + 600_000), template_name: 'later' }),
    await queued(client, { priority: 9 }),
  ]
  const [one, two] = [await registerWorker(client, 'ae-01'), await registerWorker(client, 'ae-02')]
  await claim(client, one, 2)
  await client.query(`select hub.fail_instruction($1, 1, 'Nexrender 503')`, [failed])
  const { rows } = await client.query(
    `select id, attempt from hub.claim_instructions($1, 9, null, null, now() + interval '20 minutes')`,
    [two],
  )
  expect(rows.map((row) => [row.id, row.attempt]).sort()).toEqual(
    [
      [deferred, '1'],
      [failed, '2'],
      [silent, '2'],
    ].sort(),
  )
  expect(await instruction(client, failed as string)).toMatchObject({ retry_count: 1, priority: 4 })
  expect(await outcomes(client, silent as string)).toEqual(['rescued', null])
})

test('many sessions in batches take each row exactly once', async ({ client, connect }) => {
  await client.query(`insert into render_instructions (template_name, priority)
    select 't' || g % 5, 1 + g % 10 from generate_series(1, 2000) as g`)
  await client.query(`select hub.pause('template:none', 'ann', 'so that templates are probed')`)
  const sessions = await Promise.all(Array.from({ length: 8 }, () => connect()))
  const taken = await Promise.all(
    sessions.map(async (session, i) => {
      const worker = await registerWorker(session, `ae-${i}`)
      const mine: string[] = []
      for (;;) {
        const rows = await claim(session, worker, 7)
        expect(rows.length).toBeLessThanOrEqual(7)
        mine.push(...rows.map((row) => row.id))
        if (rows.length === 0) return mine
      }
    }),
  )
  const all = taken.flat()
  expect(all).toHaveLength(2000)
  expect(new Set(all).size).toBe(2000)
  const { rows } = await client.query('select count(*)::int as n, max(attempt)::int as a from hub.attempts')
  expect(rows).toEqual([{ n: 2000, a: 1 }])
})

test('a lapsed lease: the next claim gets the row, the silent worker is told and refused', async ({
  client,
}) => {
  const id = await queued(client)
  const [one, two] = [await registerWorker(client, 'ae-01'), await registerWorker(client, 'ae-01')]
  await claim(client, one)
  await lapse(client, id)
  expect(await claim(client, two)).toEqual([{ id, attempt: '2' }])
  const beat = await client.query('select * from hub.heartbeat($1)', [one])
  expect(beat.rows).toEqual([{ instruction_id: id, attempt: '1', command: 'lost' }])
  for (const call of [
    `select hub.complete_instruction($1, 1, '/late.png')`,
    `select hub.fail_instruction($1, 1, 'late')`,
    `select hub.release_instruction($1, 1)`,
  ]) {
    expect(await refusalOf(client, call, [id])).toMatchObject({ code: 'UB409' })
  }
  expect(await instruction(client, id)).toMatchObject({ status: 'processing', attempt: '2', worker_id: two })
})
