import { createRoute, z } from '@hono/zod-openapi'
import { expect, test as plain } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import type { ErrorCode } from '../../src/database/verbs.ts'
import { createHubApp } from '../../src/http/app.ts'
import { createApp } from '../../src/http/factory.ts'
import { faultOf } from '../../src/http/problem.ts'
import { json } from '../../src/http/route.ts'
import { homelessApp, identify, keptLog, type Lines, ready, test } from './support.ts'

const catalog = new Map<string, ErrorCode>()

test('the hub needs no more than the role hub_app', async ({ url, onTestFinished }) => {
  const asApp = new URL(url)
  asApp.searchParams.set('options', '-c role=hub_app')
  const { db, close } = openDatabase(asApp.href)
  onTestFinished(close)
  const app = createHubApp({ db, readiness: () => ready, identify, log: keptLog([]) })
  expect((await app.request('/api/dashboard')).status).toBe(200)
  const missing = await app.request('/api/data-flow?hand_id=1')
  expect(await missing.json()).toMatchObject({ status: 404, code: 'UB404' })
})

test('an unknown route', async ({ app }) => {
  const answer = await app.request('/api/nothing')
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({
    status: 404,
    code: 'UB404',
    hint: expect.stringContaining('openapi'),
  })
})

test('a wrong method', async ({ app }) => {
  const answer = await app.request('/api/dashboard', { method: 'DELETE' })
  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toBe('GET, HEAD')
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(await answer.json()).toMatchObject({ status: 405, code: 'HTTP405' })
})

test('a body over the limit', async ({ app }) => {
  const answer = await app.request('/api/dashboard', { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })
  expect(answer.status).toBe(413)
  expect(await answer.json()).toMatchObject({ status: 413, code: 'HTTP413', request_id: expect.any(String) })
})

test('a request keeps the id it came with, unless that is none', async ({ app }) => {
  const idOf = async (sent: string): Promise<string> => {
    const answer = await app.request('/nothing', { headers: { 'X-Request-Id': sent } })
    const { request_id } = (await answer.json()) as { request_id: string }
    expect(answer.headers.get('x-request-id')).toBe(request_id)
    return request_id
  }
  for (const id of ['companion-7', 'Wall_2=a', '9', 'x'.repeat(100)]) expect(await idOf(id)).toBe(id)
  for (const none of ['<script>', 'a b', '한', 'x'.repeat(101)].map((text) => encodeURI(text)))
    expect(await idOf(none)).toMatch(/^[0-9a-f-]{36}$/)
})

test('what nobody expected is logged whole and shown as nothing', async ({ app, client, lines }) => {
  await client.query('alter function hub.dashboard rename to mislaid')
  const answer = await app.request('/api/dashboard')
  expect(answer.status).toBe(500)
  const body = await answer.text()
  expect(JSON.parse(body)).toMatchObject({ status: 500, code: 'XX000', title: 'internal error' })
  expect(body).not.toContain('dashboard')
  expect(lines.find(({ err }) => err)).toMatchObject({
    err: { code: '42883' },
    request_id: JSON.parse(body).request_id,
  })
})

test('a refused text of the server is a problem of the caller', async ({ database }) => {
  const { hand_id } = { hand_id: '1\u0000' }
  const error = await database.pool.query('select $1::text', [hand_id]).catch((caught) => caught)
  expect(faultOf(error, catalog)).toMatchObject({ status: 400, code: '22021' })
})

plain('the database is away: 503 and try again', async () => {
  const lines: Lines = []
  const answer = await homelessApp(lines).request('/api/dashboard')
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({ status: 503, code: 'UB503', title: 'not now' })
  expect(lines.find(({ err }) => err)).toMatchObject({
    path: '/api/dashboard',
    err: { code: 'ECONNREFUSED' },
  })
})

plain.for([
  ['23505', 409],
  ['23503', 409],
  ['23514', 422],
  ['22P02', 400],
  ['40001', 503],
  ['40P01', 503],
  ['53300', 503],
  ['08006', 503],
  ['57014', 504],
  ['42501', 403],
] as const)('SQLSTATE %s is %i', ([code, status]) => {
  const found = faultOf(Object.assign(new Error('secret row (1, 2)'), { code }), catalog)
  expect(found).toMatchObject({ status, code })
  expect(JSON.stringify(found)).not.toContain('secret')
})

plain('a lost connection has no code and is still 503', () => {
  expect(faultOf(new Error('Connection terminated unexpectedly'), catalog)).toMatchObject({ status: 503 })
  expect(faultOf(new Error('something else'), catalog)).toBeNull()
})

plain('bodies are checked as they will be: malformed JSON, wrong type, wrong shape', async () => {
  const echo = createRoute({
    method: 'post',
    path: '/echo',
    request: { body: { required: true, ...json(z.object({ reason: z.string().min(1) })) } },
    responses: { 200: { description: 'the same', ...json(z.object({ reason: z.string() })) } },
  })
  const app = homelessApp()
  app.route(
    '/',
    createApp().openapi(echo, (c) => c.json(c.req.valid('json'), 200)),
  )
  const post = (body: string, type = 'application/json') =>
    app.request('/echo', { method: 'POST', body, headers: { 'Content-Type': type } })

  expect((await post('{"reason": "x"}')).status).toBe(200)
  const malformed = await post('{"reason": ')
  expect(malformed.status).toBe(400)
  expect(await malformed.json()).toMatchObject({ status: 400, code: 'UB400' })
  const wrong = await post('{"reason": ""}')
  expect(wrong.status).toBe(400)
  expect(await wrong.json()).toMatchObject({ code: 'UB400', detail: expect.stringMatching(/^reason: /) })
  const text = await post('reason=x', 'text/plain')
  expect([400, 415]).toContain(text.status)
  expect(text.headers.get('content-type')).toBe('application/problem+json')
})
