import type { Client } from 'pg'
import { expect } from 'vitest'
import { queued } from '../support/queue.ts'
import { allowSimulation, untilWaiting } from '../support/sessions.ts'
import { bob, root, sender, test } from './act_support.ts'

const key = { 'idempotency-key': '7f9c-1' }

async function priorities(client: Client): Promise<number> {
  return (await client.query(`select from hub.actions where verb = 'change_priority'`)).rowCount ?? 0
}

test('the same request again gets the same answer, word for word, and does nothing', async ({
  client,
  post,
}) => {
  const id = Number(await queued(client))
  const order = { instruction_id: id, priority: 1, reason: 'on air' }
  const first = await post('/api/actions/change-priority', order, key)
  expect(first.headers.get('idempotency-replayed')).toBeNull()
  await client.query(`select hub.change_priority($1, 5, 'bob', 'no')`, [id])
  const again = await post('/api/actions/change-priority', order, key)
  expect(again).toMatchObject({ status: 200, body: first.body })
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
  expect(await priorities(client)).toBe(2)
})

test('the key with another request is refused: body, route, If-Match', async ({ client, post, patch }) => {
  const id = Number(await queued(client))
  const order = { instruction_id: id, priority: 1, reason: 'on air' }
  await post('/api/actions/change-priority', order, key)
  for (const [path, body] of [
    ['/api/actions/change-priority', { ...order, priority: 2 }],
    ['/api/actions/retry', order],
    ['/api/actions/change-priority?x=1', order],
  ] as const) {
    expect(await post(path, body, key)).toMatchObject({ status: 422, body: { code: 'UB422' } })
  }
  const change = { value: 12, reason: 'slow' }
  await patch('/api/settings/error.h', change, { ...key, 'if-match': '*' })
  expect(await patch('/api/settings/error.h', change, { ...key, 'if-match': '"x"' })).toMatchObject({
    status: 422,
  })
  expect(await priorities(client)).toBe(1)
})

test('a key belongs to who sends it', async ({ client, post, as }) => {
  const id = Number(await queued(client))
  await post('/api/actions/change-priority', { instruction_id: id, priority: 1, reason: 'x' }, key)
  const other = await sender(as(bob), 'POST')(
    '/api/actions/change-priority',
    { instruction_id: id, priority: 2, reason: 'y' },
    key,
  )
  expect(other).toMatchObject({ status: 200, body: { instruction: { priority: 2 } } })
})

test('a refusal is an answer, too', async ({ post }) => {
  const first = await post('/api/actions/cancel', { instruction_id: 5, reason: 'x' }, key)
  const again = await post('/api/actions/cancel', { instruction_id: 5, reason: 'x' }, key)
  expect([first.status, again.status]).toEqual([404, 404])
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('content-type')).toBe('application/problem+json')
})

test('while the first one is under way, others are told so; then they get its answer', async ({
  client,
  connect,
  post,
}) => {
  const id = Number(await queued(client))
  const order = { instruction_id: id, priority: 1, reason: 'on air' }
  const holder = await connect()
  await holder.query('begin')
  await holder.query('select from public.render_instructions where id = $1 for update', [id])
  const first = post('/api/actions/change-priority', order, key)
  await underWay(client, 'change_priority')
  const others = await Promise.all(
    Array.from({ length: 20 }, () => post('/api/actions/change-priority', order, key)),
  )
  expect(others.map((each) => each.status)).toEqual(others.map(() => 409))
  await holder.query('commit')
  const { body } = await first
  expect(await post('/api/actions/change-priority', order, key)).toMatchObject({ status: 200, body })
  expect(await priorities(client)).toBe(1)
})

test('of many at once on two hubs one acts, in every round', async ({ client, as }) => {
  const hubs = [sender(as(root), 'POST'), sender(as(root), 'POST')]
  for (let round = 1; round <= 10; round++) {
    const id = Number(await queued(client))
    const order = { instruction_id: id, priority: 1, reason: 'on air' }
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        hubs[n % 2]?.('/api/actions/change-priority', order, { 'idempotency-key': `r${round}` }),
      ),
    )
    const statuses = new Set(answers.map((each) => each?.status))
    expect([...statuses].filter((status) => status !== 200 && status !== 409)).toEqual([])
    expect(statuses).toContain(200)
    expect(
      new Set(answers.filter((each) => each?.status === 200).map((each) => each?.body.action_id)).size,
    ).toBe(1)
    expect(await priorities(client)).toBe(round)
  }
})

test('a claim that a dead hub left is taken over after a minute, and the late one changes nothing', async ({
  client,
  post,
}) => {
  const id = Number(await queued(client))
  const order = { instruction_id: id, priority: 1, reason: 'on air' }
  await client.query(`update hub.settings set value = 'true' where key = 'simulation'`)
  await post('/api/actions/change-priority', order, key)
  await client.query(
    `update hub.idempotency_keys set status = null, response = null, created_at = now() - interval '59 seconds'`,
  )
  expect(await post('/api/actions/change-priority', order, key)).toMatchObject({ status: 409 })
  await client.query(`update hub.idempotency_keys set created_at = now() - interval '61 seconds'`)
  const { rows } = await client.query('select created_at::text from hub.idempotency_keys')
  expect(await post('/api/actions/change-priority', { ...order, priority: 3 }, key)).toMatchObject({
    status: 422,
  })
  expect(await post('/api/actions/change-priority', order, key)).toMatchObject({ status: 200 })
  await client.query(`select hub.end_request('ann', '7f9c-1', $1, 418, '{}')`, [rows[0].created_at])
  await client.query(`select hub.end_request('ann', '7f9c-1', $1, null, null)`, [rows[0].created_at])
  expect((await client.query('select status from hub.idempotency_keys')).rows).toEqual([{ status: 200 }])
})

test('what went wrong on our side is not kept, nor what hangs on the role', async ({ client, post, as }) => {
  const id = Number(await queued(client))
  const order = { instruction_id: id, priority: 1, reason: 'on air' }
  await client.query('alter function hub.change_priority rename to mislaid')
  expect(await post('/api/actions/change-priority', order, key)).toMatchObject({ status: 500 })
  await client.query('alter function hub.mislaid rename to change_priority')
  expect(await post('/api/actions/change-priority', order, key)).toMatchObject({ status: 200 })

  const setting = { value: 12, reason: 'slow' }
  const change = { 'idempotency-key': 'k2', 'if-match': '*' }
  expect(await sender(as(bob), 'PATCH')('/api/settings/error.h', setting, change)).toMatchObject({
    status: 403,
  })
  const promoted = sender(as({ name: 'bob', role: 'admin' }), 'PATCH')
  expect(await promoted('/api/settings/error.h', setting, change)).toMatchObject({ status: 200 })
})

test('a key lasts a day', async ({ client, post }) => {
  const id = Number(await queued(client))
  await allowSimulation(client)
  await post('/api/actions/change-priority', { instruction_id: id, priority: 1, reason: 'x' }, key)
  await client.query(`select hub.remove_old('idempotency_keys', now() + interval '23 hours')`)
  expect((await client.query('select from hub.idempotency_keys')).rowCount).toBe(1)
  // Also where nobody has removed it yet.
  await client.query(`update hub.idempotency_keys set created_at = now() - interval '25 hours'`)
  expect(
    await post('/api/actions/change-priority', { instruction_id: id, priority: 2, reason: 'x' }, key),
  ).toMatchObject({ status: 200 })
})

test('a key that is none is refused; answers with a secret are never kept', async ({ client, as }) => {
  const post = sender(as(root), 'POST')
  for (const bad of ['', 'a b', 'x'.repeat(201), 'é']) {
    const answer = await post(
      '/api/actions/cancel',
      { instruction_id: 5, reason: 'x' },
      { 'idempotency-key': bad },
    )
    expect({ bad, status: answer.status }).toEqual({ bad, status: 400 })
  }
  await post('/api/tokens', { name: 'new', role: 'viewer', reason: 'x' }, key)
  expect((await client.query('select from hub.idempotency_keys')).rowCount).toBe(0)
})

test('the token of a preview is not kept', async ({ client, post }) => {
  await queued(client)
  const order = { filter: { status: 'pending' }, preview: true, reason: 'x' }
  const first = await post('/api/actions/bulk-cancel', order, key)
  expect(first).toMatchObject({ status: 200, body: { preview_token: expect.any(String) } })
  expect((await client.query('select from hub.idempotency_keys')).rowCount).toBe(0)
  expect(
    (await post('/api/actions/bulk-cancel', { ...order, filter: { status: 'failed' } }, key)).status,
  ).toBe(200)
})

test('a key of a request that was refused before it began is good for the mended one of its own', async ({
  post,
}) => {
  const refused = await post('/api/actions/retry', { instruction_id: 'x', reason: 'x' }, key)
  expect(refused.status).toBe(400)
  expect((await post('/api/actions/retry', { instruction_id: 'x', reason: 'x' }, key)).body).toEqual(
    refused.body,
  )
})

async function underWay(observer: Client, verb: string): Promise<void> {
  const { rows } = await observer.query(
    `select pid from pg_stat_activity where datname = current_database() and application_name = 'automation_hub'
     and query like $1 and state = 'active'`,
    [`%${verb}%`],
  )
  if (rows.length === 0) return underWay(observer, verb)
  await untilWaiting(observer, rows[0].pid)
}
