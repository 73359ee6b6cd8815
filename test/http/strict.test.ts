import { expect } from 'vitest'
import { openStream } from '../../src/http/stream/stream.ts'
import { queued } from '../support/queue.ts'
import { root, sender, test } from './act_support.ts'
import { keptLog, ready } from './support.ts'

test('a question that is misspelt is not answered with something else', async ({ as }) => {
  const app = as(root)
  const document = (await (await app.request('/openapi.json')).json()) as {
    paths: Record<string, { get?: object }>
  }
  const open: string[] = []
  for (const [path, { get }] of Object.entries(document.paths)) {
    if (!get || !path.startsWith('/api/') || path === '/api/me' || path.endsWith('-preview')) continue
    const answer = await app.request(
      `${path.replace(/\{\w+\}/, path.includes('settings') ? 'error.h' : '1')}?statsu=failed`,
    )
    const body = (await answer.json()) as { errors?: { path: string }[] }
    if (answer.status !== 400) open.push(path)
    else if (!path.includes('{id}')) expect(body.errors?.map((each) => each.path)).toContain('query.statsu')
  }
  expect(open).toEqual([])
})

test('a field that nobody knows is refused by name', async ({ client, post }) => {
  const order = { instruction_id: Number(await queued(client)), reason: 'x', prority: 1 }
  expect(await post('/api/actions/retry', order)).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'body.prority', message: 'is not known here' }] },
  })
})

test('what goes wrong inside, although the request was good, is ours and is logged', async ({
  client,
  as,
}) => {
  await client.query(`create or replace function hub.dashboard(p_now timestamptz default null) returns jsonb
    language sql stable as $$ select to_jsonb(9223372036854775807 + 1) $$`)
  const answer = await sender(as(root), 'GET')('/api/dashboard')
  expect(answer).toMatchObject({ status: 500, body: { code: 'XX000' } })
})

test('nobody takes all the streams', async ({ database }) => {
  const stream = openStream({
    db: database.db,
    log: keptLog([]),
    readiness: () => ready,
    bounds: { maxForOne: 2 },
  })
  const open = (owner: string): Promise<ReadableStream<Uint8Array>> =>
    stream.open({ topics: new Set(['queue']), after: null, mayStay: async () => true, cut: () => {}, owner })
  const burst = await Promise.allSettled(Array.from({ length: 6 }, () => open('token:1')))
  expect(burst.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  expect(burst.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 503 } })
  await open('token:2')
  expect(stream.clients()).toBe(3)
  await stream.close()
})

test('an address that is no UTF-8 is not read as something else', async ({ as }) => {
  for (const query of ['template=%ff', 'template=%', 'template=%E0%A4']) {
    const answer = await as(root).request(`/api/instructions?${query}`)
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'UB400' }])
  }
  const { status } = await as(root).request(
    `/api/instructions?template=${encodeURIComponent('100 % 홍길동')}`,
  )
  expect(status).toBe(200)
})
