import type { Client } from 'pg'
import { describe, expect } from 'vitest'
import { BulkPreview, BulkResult } from '../../src/http/schemas/bulk.ts'
import { instruction, queued } from '../support/queue.ts'
import { seeded } from '../support/random.ts'
import { allowSimulation, untilWaiting } from '../support/sessions.ts'
import { claim, registerWorker } from '../support/workers.ts'
import { type Answer, audit, bob, sender, test, vera } from './act_support.ts'

type Item = { instruction_id: number; outcome: string; why: string }

async function failed(client: Client, count: number): Promise<number[]> {
  const ids: number[] = []
  for (let n = 0; n < count; n++)
    ids.push(Number(await queued(client, { status: 'failed', error_message: 'not found' })))
  return ids
}

/** The sums hold, and speak of the very rows that are listed. */
function adds({ body: { counts, items } }: Answer): void {
  const count = (outcomes: string[]): number =>
    items.filter((item: Item) => outcomes.includes(item.outcome)).length
  expect(counts).toEqual({
    total: items.length,
    executed: count(['retried', 'boosted', 'cancelled', 'reprioritised']),
    skipped: count(['skipped', 'unchanged']),
    failed: count(['refused']),
  })
  expect(counts.executed + counts.skipped + counts.failed).toBe(counts.total)
}

test('at once: what a filter means is retried, audited as one, and taken back as one', async ({
  client,
  post,
}) => {
  const ids = await failed(client, 3)
  const done = await post('/api/actions/bulk-retry', {
    filter: { status: 'failed', created_after: '2025-12-26T00:00:00Z' },
    reason: 'NAS is back',
  })
  expect(done.status).toBe(200)
  expect(BulkResult.strict().parse(done.body)).toEqual(done.body)
  expect(done.body.items.map((item: Item) => item.instruction_id)).toEqual(ids)
  adds(done)
  expect(done.body.counts.executed).toBe(3)
  expect(await audit(client, `bulk:${done.body.action_id}`)).toMatchObject([
    { actor: 'ann', verb: 'bulk_retry' },
  ])
  const undone = await post('/api/actions/undo', { action_id: done.body.action_id, reason: 'it is not' })
  expect(undone.status).toBe(200)
  for (const id of ids) expect(await instruction(client, String(id))).toMatchObject({ status: 'failed' })
})

test('a preview changes nothing, and carried out does what it said, once', async ({ client, post }) => {
  const ids = await failed(client, 2)
  const running = Number(await queued(client, { priority: 1 }))
  await claim(client, await registerWorker(client))
  const seen = await post('/api/actions/bulk-retry', {
    filter: { ids: [...ids, running, 999] },
    reason: 'x',
    preview: true,
  })
  expect(BulkPreview.strict().parse(seen.body)).toEqual(seen.body)
  expect(seen.body.items.map((item: Item) => item.outcome)).toEqual([
    'retried',
    'retried',
    'refused',
    'refused',
  ])
  adds(seen)
  expect((await client.query('select from hub.actions')).rowCount).toBe(0)

  const order = { preview_token: seen.body.preview_token, reason: 'NAS is back' }
  const done = await post('/api/actions/bulk-retry', order)
  expect(done).toMatchObject({ status: 200, body: { items: seen.body.items, counts: seen.body.counts } })
  expect(await post('/api/actions/bulk-retry', order)).toMatchObject({ status: 410, body: { code: 'UB410' } })
  const stored = await client.query('select id_hash from hub.preview_tokens')
  expect(JSON.stringify(stored.rows)).not.toContain(seen.body.preview_token)
})

test('rows that moved since the preview are skipped, and say why; the others are done', async ({
  client,
  connect,
  post,
}) => {
  const [still, moved, held, waits, gone] = (await failed(client, 5)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const seen = await post('/api/actions/bulk-retry', {
    filter: { status: 'failed' },
    reason: 'x',
    preview: true,
  })
  expect(seen.body.counts).toEqual({ total: 5, executed: 5, skipped: 0, failed: 0 })
  const late = await failed(client, 1)

  await client.query(`select hub.retry_instruction($1, 'bob', 'mine')`, [moved])
  await client.query('delete from public.render_instructions where id = $1', [gone])
  // Somebody holds one row, and another one changes a second at this very moment.
  const [holder, changer] = [await connect(), await connect()]
  await holder.query('begin')
  await holder.query('select from public.render_instructions where id = $1 for update', [held])
  await changer.query('begin')
  await changer.query(`select hub.cancel_instruction($1, 'bob', 'mine')`, [waits])

  const done = await post('/api/actions/bulk-retry', {
    preview_token: seen.body.preview_token,
    reason: 'NAS is back',
  })
  await Promise.all([holder.query('commit'), changer.query('commit')])
  adds(done)
  expect(done.body.items).toMatchObject([
    { instruction_id: still, outcome: 'retried' },
    {
      instruction_id: moved,
      outcome: 'skipped',
      why: expect.stringMatching(/moved since the preview: .*"bob"/),
    },
    { instruction_id: held, outcome: 'skipped', why: expect.stringContaining('at this moment') },
    { instruction_id: waits, outcome: 'skipped', why: expect.stringContaining('at this moment') },
    { instruction_id: gone, outcome: 'refused' },
  ])
  expect(await instruction(client, String(late[0]))).toMatchObject({ status: 'failed' })
  expect(await instruction(client, String(held))).toMatchObject({ status: 'failed' })
  expect(await instruction(client, String(waits))).toMatchObject({ status: 'cancelled' })
})

test('while others move the rows at random, what is told is what is done', async ({
  client,
  connect,
  post,
}) => {
  const random = seeded(11)
  const movers = await Promise.all(Array.from({ length: 3 }, () => connect()))
  let skipped = 0
  for (let round = 0; round < 8; round++) {
    const ids = await failed(client, 30)
    const { body: seen } = await post('/api/actions/bulk-retry', {
      filter: { ids },
      reason: 'x',
      preview: true,
    })
    const moving = movers.map(async (mover) => {
      for (let n = 0; n < 8; n++) {
        const verb = random.of(['retry_instruction', 'cancel_instruction'])
        await mover.query(`select hub.${verb}($1, 'bob', 'mine')`, [random.of(ids)])
      }
    })
    const done = await post('/api/actions/bulk-retry', { preview_token: seen.preview_token, reason: 'y' })
    await Promise.all(moving)
    expect(done.status).toBe(200)
    adds(done)
    expect(done.body.items.map((item: Item) => item.instruction_id)).toEqual(ids)
    const { rows } = await client.query(
      `select substr(subject, 13)::int as id, before ->> 'status' as was from hub.actions
       where evidence ->> 'bulk' = $1::text order by id`,
      [done.body.action_id],
    )
    const told = done.body.items.filter((item: Item) => item.outcome === 'retried')
    expect(rows).toEqual(told.map((item: Item) => ({ id: item.instruction_id, was: 'failed' })))
    // What was skipped somebody else moved, or held at that moment.
    const others: number[] = done.body.items
      .filter((item: Item) => item.outcome === 'skipped')
      .map((item: Item) => item.instruction_id)
    skipped += others.length
    const moved = await client.query(
      `select distinct substr(subject, 13)::int as id from hub.actions
       where actor = 'bob' and substr(subject, 13)::int = any ($1) order by id`,
      [others],
    )
    expect(moved.rows.map((row) => row.id)).toEqual(others)
  }
  expect(skipped).toBeGreaterThan(0)
})

test('of two who carry out one preview at once, one does', async ({ client, connect, post, as }) => {
  const [id] = await failed(client, 1)
  const seen = await post('/api/actions/bulk-retry', { filter: { ids: [id] }, reason: 'x', preview: true })
  const order = { preview_token: seen.body.preview_token, reason: 'y' }
  const barrier = await connect()
  await barrier.query('begin')
  await barrier.query('select from hub.preview_tokens for update')
  const both = Promise.all([
    post('/api/actions/bulk-retry', order),
    sender(as({ name: 'ann', role: 'operator' }), 'POST')('/api/actions/bulk-retry', order),
  ])
  await twoWait(client)
  await barrier.query('rollback')
  expect((await both).map((each) => each.status).toSorted()).toEqual([200, 410])
  expect((await client.query(`select from hub.actions where verb = 'bulk_retry'`)).rowCount).toBe(1)
})

test('a preview belongs to who made it and to its act, and expires', async ({ client, post, as }) => {
  const ids = await failed(client, 1)
  const preview = async (): Promise<{ preview_token: string; reason: string }> => {
    const { body } = await post('/api/actions/bulk-retry', { filter: { ids }, reason: 'x', preview: true })
    return { preview_token: body.preview_token, reason: 'y' }
  }
  const order = await preview()
  expect(await sender(as(bob), 'POST')('/api/actions/bulk-retry', order)).toMatchObject({ status: 409 })
  expect(await post('/api/actions/bulk-cancel', order)).toMatchObject({
    status: 409,
    body: { code: 'UB409' },
  })
  await client.query(`update hub.preview_tokens set expires_at = now()`)
  expect(await post('/api/actions/bulk-retry', order)).toMatchObject({ status: 410, body: { code: 'UB410' } })
  const unknown = await post('/api/actions/bulk-retry', { preview_token: 'x'.repeat(43), reason: 'y' })
  expect(unknown).toMatchObject({ status: 410 })
  expect(await instruction(client, String(ids[0]))).toMatchObject({ status: 'failed' })
  const [{ seconds }] = (
    await client.query(
      'select extract(epoch from expires_at - created_at)::int as seconds from hub.preview_tokens',
    )
  ).rows.concat([{ seconds: 60 }])
  expect(seconds).toBeLessThanOrEqual(60)
})

test('many are cancelled: one being rendered is fenced although it beats', async ({ client, post }) => {
  const running = Number(await queued(client, { priority: 1 }))
  const worker = await registerWorker(client)
  await claim(client, worker)
  const waiting = Number(await queued(client))
  const done = Number(await queued(client, { status: 'completed' }))
  const seen = await post('/api/actions/bulk-cancel', {
    filter: { ids: [running, waiting, done] },
    reason: 'x',
    preview: true,
  })
  expect(seen.body.items.map((item: Item) => item.outcome)).toEqual(['cancelled', 'cancelled', 'refused'])
  await client.query('select * from hub.heartbeat($1, $2)', [worker, `{"${running}": 30}`])
  const told = await post('/api/actions/bulk-cancel', {
    preview_token: seen.body.preview_token,
    reason: 'wrong day',
  })
  expect(told.body.items).toEqual(seen.body.items)
  adds(told)
  const { rows } = await client.query('select command from hub.heartbeat($1)', [worker])
  expect(rows).toEqual([{ command: 'cancel' }])
  expect(await audit(client, `instruction:${waiting}`)).toMatchObject([
    { actor: 'ann', verb: 'cancel_instruction' },
  ])

  const undone = await post('/api/actions/undo', { action_id: told.body.action_id, reason: 'right day' })
  expect(undone).toMatchObject({ status: 200, body: { action: { after: { instructions: [waiting] } } } })
  expect(await instruction(client, String(waiting))).toMatchObject({ status: 'pending' })
})

test('many get a priority, and keep it', async ({ client, post }) => {
  const ids = [Number(await queued(client)), Number(await queued(client, { priority: 3 }))]
  const cancelled = Number(await queued(client, { status: 'cancelled' }))
  const order = { filter: { ids: [...ids, cancelled] }, priority: 1, reason: 'on air' }
  const seen = await post('/api/actions/bulk-priority', { ...order, preview: true })
  const done = await post('/api/actions/bulk-priority', {
    preview_token: seen.body.preview_token,
    reason: 'on air',
  })
  expect(done.body.items.map((item: Item) => item.outcome)).toEqual([
    'reprioritised',
    'reprioritised',
    'refused',
  ])
  for (const id of ids) {
    expect(await instruction(client, String(id))).toMatchObject({
      priority: 1,
      base_priority: 1,
      priority_pinned: true,
    })
  }
  const again = await post('/api/actions/bulk-priority', order)
  expect(again.body.counts).toEqual({ total: 3, executed: 0, skipped: 2, failed: 1 })
  const undone = await post('/api/actions/undo', { action_id: done.body.action_id, reason: 'no' })
  expect(undone.status).toBe(200)
  expect(await instruction(client, String(ids[1]))).toMatchObject({ priority: 3, priority_pinned: false })
})

test('old previews are removed', async ({ client, post }) => {
  await allowSimulation(client)
  const [id] = await failed(client, 1)
  await post('/api/actions/bulk-retry', { filter: { ids: id }, reason: 'x', preview: true })
  await client.query(`select hub.remove_old('preview_tokens', now() + interval '23 hours')`)
  expect((await client.query('select from hub.preview_tokens')).rowCount).toBe(1)
  await client.query(`select hub.remove_old('preview_tokens', now() + interval '25 hours')`)
  expect((await client.query('select from hub.preview_tokens')).rowCount).toBe(0)
})

describe.each(['bulk-retry', 'bulk-cancel', 'bulk-priority'])('%s', (path) => {
  const more = path === 'bulk-priority' ? { priority: 1 } : {}

  test('what cannot be meant is refused', async ({ post }) => {
    const malformed: object[] = [
      {},
      { reason: 'x', ...more },
      { filter: { status: 'done' }, reason: 'x', ...more },
      { filter: { statu: 'failed' }, reason: 'x', ...more },
      { filter: { ids: [] }, reason: 'x', ...more },
      { filter: { created_after: 'soon' }, reason: 'x', ...more },
      { filter: { ids: 1 }, reason: '', ...more },
      { filter: { ids: 1 }, preview_token: 'x'.repeat(43), reason: 'x', ...more },
      { preview_token: 'x'.repeat(43), preview: true, reason: 'x' },
      { preview_token: 'a b', reason: 'x' },
    ]
    for (const body of malformed) {
      expect({ body, answer: await post(`/api/actions/${path}`, body) }).toMatchObject({
        answer: { status: 400 },
      })
    }
    expect(await post(`/api/actions/${path}`, { filter: {}, reason: 'x', ...more })).toMatchObject({
      status: 422,
    })
    if (path !== 'bulk-retry') {
      const vague = await post(`/api/actions/${path}`, {
        filter: { template_name: 'x' },
        reason: 'x',
        ...more,
      })
      expect(vague).toMatchObject({ status: 422, body: { hint: expect.stringContaining('status') } })
    }
  })

  test('viewers may not', async ({ as }) => {
    const body = { filter: { ids: 1 }, reason: 'x', preview: true, ...more }
    expect(await sender(as(vera), 'POST')(`/api/actions/${path}`, body)).toMatchObject({ status: 403 })
    expect(await sender(as(null), 'POST')(`/api/actions/${path}`, body)).toMatchObject({ status: 401 })
  })
})

async function twoWait(observer: Client): Promise<void> {
  const { rows } = await observer.query(
    `select pid from pg_stat_activity where datname = current_database() and application_name = 'automation_hub'
     and query like '%run_preview%' and state = 'active'`,
  )
  if (rows.length < 2) return twoWait(observer)
  for (const { pid } of rows) await untilWaiting(observer, pid)
}
