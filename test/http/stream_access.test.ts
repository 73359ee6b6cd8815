import { expect } from 'vitest'
import { createToken } from '../../src/database/verbs.ts'
import { createIdentify } from '../../src/http/access/identify.ts'
import { hashOf, newToken } from '../../src/http/access/secret.ts'
import { bearer, cookieOf } from './access_support.ts'
import { test } from './stream_support.ts'

test('an open stream ends when its token is revoked, and when its browser logs out', async ({
  hub,
  database,
  client,
}) => {
  const { db } = database
  const [token, other] = [newToken(), newToken()]
  const { id } = await createToken(db, { name: 'a', role: 'viewer', hash: hashOf(token) }, 'test', 'test')
  await createToken(db, { name: 'b', role: 'viewer', hash: hashOf(other) }, 'test', 'test')
  const identify = createIdentify({ db, isLocal: true, keepMs: 20 })
  const { url } = await hub({ identify, bounds: { checkMs: 20 } })
  const open = async (headers: Record<string, string>): Promise<Response> => {
    const answer = await fetch(`${url}/api/stream`, { headers })
    expect(answer.status).toBe(200)
    return answer
  }
  expect((await fetch(`${url}/api/stream`)).status).toBe(401)

  const byToken = await open(bearer(token))
  await client.query(`select hub.revoke_token($1, 'test', 'test')`, [id])
  expect(await byToken.text()).toContain('{"reason":"logged_out"}')

  const login = await fetch(`${url}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: other }),
  })
  const cookie = cookieOf(login)
  const bySession = await open(cookie)
  expect((await fetch(`${url}/api/logout`, { method: 'POST', headers: cookie })).status).toBe(204)
  expect(await bySession.text()).toContain('{"reason":"logged_out"}')
})
