import { expect } from 'vitest'
import { openDatabase } from '../../src/database/pool.ts'
import { createHubApp } from '../../src/http/app.ts'
import { requestTag } from '../../src/http/telemetry/request_tag.ts'
import { queued } from '../support/queue.ts'
import { test as access } from './access_support.ts'
import { identify, keptLog, type Lines, ready, test } from './support.ts'

const json = { 'content-type': 'application/json' }

test('one line for each request: what changes something at info, what only reads at debug', async ({
  app,
  lines,
}) => {
  await app.request('/api/dashboard', { headers: { 'x-request-id': 'wall-7' } })
  await app.request('/api/actions/retry', { method: 'POST', body: '{}', headers: json })
  await app.request('/nowhere')
  const told = lines.filter(({ msg }) => msg === 'request')
  expect(told).toMatchObject([
    { level: 20, request_id: 'wall-7', method: 'GET', route: '/api/dashboard', status: 200, by: 'local' },
    { level: 30, method: 'POST', route: '/api/actions/retry', status: 400 },
    { level: 30, route: 'none', status: 404 },
  ])
  for (const line of told) expect(line.ms).toBeGreaterThan(0)
})

access('no secret of a request ever stands in the log', async ({ hub, tokenOf, lines }) => {
  const { token } = await tokenOf('admin')
  const ask = hub({ isLocal: false })
  const headers = { authorization: `Bearer ${token}` }
  await ask('/api/me', { headers })
  await ask('/api/login', { method: 'POST', body: { token } })
  await ask('/api/login', { method: 'POST', body: { token: `${token}x` } })
  const made = await ask('/api/tokens', {
    method: 'POST',
    headers,
    body: { name: 'ann', role: 'viewer', reason: 'new' },
  })
  const text = JSON.stringify(lines)
  expect(lines.length).toBeGreaterThan(3)
  for (const secret of [token, ((await made.json()) as { token: string }).token]) {
    expect(text).not.toContain(secret)
  }
})

test('the journal names the request as the program that changed a row, and only of its own', async ({
  client,
  url,
}) => {
  const database = openDatabase(url, { max: 1, tagOf: () => requestTag.getStore() })
  const lines: Lines = []
  const app = createHubApp({ db: database.db, readiness: () => ready, log: keptLog(lines), identify })
  const id = await queued(client)
  const act = (path: string, body: unknown, request: string): Promise<Response> =>
    Promise.resolve(
      app.request(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { ...json, 'x-request-id': request },
      }),
    )
  const body = { instruction_id: Number(id), reason: 'test' }
  expect((await act('/api/actions/change-priority', { ...body, priority: 1 }, 'first-1')).status).toBe(200)
  expect((await act('/api/actions/cancel', body, 'second-2')).status).toBe(200)
  await app.request('/api/dashboard', { headers: { 'x-request-id': 'third-3' } })
  const { rows } = await client.query(
    `select kind, application from hub.events where subject = $1 and kind like 'instruction.%' and op = 'update' order by id`,
    [`instruction:${id}`],
  )
  expect(rows.map(({ application }) => application)).toEqual([
    'automation_hub first-1',
    'automation_hub second-2',
  ])
  const { rows: left } = await client.query(
    `select application_name from pg_stat_activity where application_name like 'automation_hub%' and datname = current_database()`,
  )
  expect(left).toEqual([{ application_name: 'automation_hub' }])
  await database.close()
})
