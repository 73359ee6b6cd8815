import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { revokeToken } from '../../src/database/verbs.ts'
import { createIdentify } from '../../src/http/access/identify.ts'
import { createHubApp } from '../../src/http/app.ts'
import { queued } from '../support/queue.ts'
import { bearer, cookieOf, test } from './access_support.ts'
import { keptLog, ready } from './support.ts'

const cookie = (): { cookie: string } => ({ cookie: `hub_session=${randomBytes(32).toString('base64url')}` })

test('what was answered is repeated to nobody who may not ask, whatever his name', async ({
  hub,
  tokenOf,
  client,
  database,
}) => {
  const ask = hub()
  const before = await tokenOf('operator', 'kim')
  const key = { 'idempotency-key': 'mine' }
  const body = { instruction_id: Number(await queued(client)), priority: 1, reason: 'on air' }
  const order = { method: 'POST', body }
  const act = (token: string): Promise<Response> =>
    ask('/api/actions/change-priority', { ...order, headers: { ...bearer(token), ...key } })
  expect((await act(before.token)).status).toBe(200)
  expect((await act(before.token)).headers.get('idempotency-replayed')).toBe('true')
  await revokeToken(database.db, String(before.id), 'test', 'left')
  const viewer = await tokenOf('viewer', 'kim')
  expect((await act(viewer.token)).status).toBe(403)
  await revokeToken(database.db, String(viewer.id), 'test', 'left')
  const operator = await tokenOf('operator', 'kim')
  const anew = await act(operator.token)
  expect([anew.status, anew.headers.get('idempotency-replayed')]).toEqual([200, null])
})

test('cookies that are nobody’s are looked up ten times a minute, and push no good one out', async ({
  hub,
  tokenOf,
}) => {
  const { token } = await tokenOf('viewer')
  const ask = hub({ keepMs: 60_000, isLocal: false })
  const mine = cookieOf(await ask('/api/login', { method: 'POST', body: { token } }))
  expect((await ask('/api/me', { headers: mine })).status).toBe(200)
  const statuses: number[] = []
  for (let i = 0; i < 30; i += 1) statuses.push((await ask('/api/me', { headers: cookie() })).status)
  expect(statuses).toEqual([...Array(10).fill(401), ...Array(20).fill(429)])
  expect((await ask('/api/me', { headers: mine })).status).toBe(200)
  // elsewhere a page that was forgotten open counts once
  const old = { ...cookie(), 'x-forwarded-for': '10.0.0.7' }
  for (let i = 0; i < 30; i += 1) expect((await ask('/api/me', { headers: old })).status).toBe(401)
  // logging in is open to both
  const again = await ask('/api/login', { method: 'POST', body: { token }, headers: cookie() })
  expect(again.status).toBe(200)
})

test('who logs out, or is shut out, is out at once where that was done', async ({ database, tokenOf }) => {
  const { db } = database
  const identify = createIdentify({ db, isLocal: false, keepMs: 60_000 })
  const app = createHubApp({ db, readiness: () => ready, log: keptLog([]), identify })
  const [root, ann] = [await tokenOf('admin', 'root'), await tokenOf('operator', 'ann')]
  const login = await app.request('/api/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: ann.token }),
  })
  const session = cookieOf(login)
  const me = async (headers: Record<string, string>): Promise<number> =>
    (await app.request('/api/me', { headers })).status
  expect([await me(session), await me(bearer(ann.token))]).toEqual([200, 200])
  await app.request('/api/logout', { method: 'POST', headers: session })
  expect([await me(session), await me(bearer(ann.token))]).toEqual([401, 200])
  const gone = await app.request(`/api/tokens/${ann.id}?reason=left`, {
    method: 'DELETE',
    headers: bearer(root.token),
  })
  expect(gone.status).toBe(200)
  expect([await me(bearer(ann.token)), await me(bearer(root.token))]).toEqual([401, 200])
})
