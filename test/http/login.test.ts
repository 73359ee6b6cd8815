import { describe, expect } from 'vitest'
import { newToken } from '../../src/http/access/secret.ts'
import { type Ask, bearer, cookieOf, test } from './access_support.ts'

const origin = { origin: 'http://localhost' }
const login = (ask: Ask, token: string, headers: Record<string, string> = {}): Promise<Response> =>
  ask('/api/login', { method: 'POST', body: { token }, headers })

describe('POST /api/login', () => {
  test('answers who it is, and a cookie that only this site gets and no page can read', async ({
    hub,
    tokenOf,
  }) => {
    const { token } = await tokenOf('operator', 'ann')
    const ask = hub()
    const answer = await login(ask, token, origin)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ name: 'ann', role: 'operator' })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^hub_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect(answer.headers.get('set-cookie')).not.toContain(token.slice(4))
    const me = await ask('/api/me', { headers: cookieOf(answer) })
    expect(await me.json()).toEqual({ name: 'ann', role: 'operator', by: 'session', secure: false })
  })

  test('by https the cookie goes nowhere else', async ({ hub, tokenOf }) => {
    const { token } = await tokenOf('viewer')
    const ask = hub()
    const answer = await login(ask, token, { 'x-forwarded-proto': 'https' })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-hub_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    const me = await ask('/api/me', { headers: { ...cookieOf(answer), 'x-forwarded-proto': 'https' } })
    expect(await me.json()).toMatchObject({ by: 'session', secure: true })
  })

  test('only the hash of the cookie is stored', async ({ hub, tokenOf, client }) => {
    const { token } = await tokenOf('viewer')
    const { cookie } = cookieOf(await login(hub(), token))
    const { rows } = await client.query('select id_hash from hub.sessions')
    expect(rows).toEqual([{ id_hash: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    expect(cookie).not.toContain(rows[0].id_hash)
  })

  test('a wrong token is refused, whatever it looks like', async ({ hub, tokenOf }) => {
    await tokenOf('viewer')
    const ask = hub()
    for (const token of ['', 'x', newToken(), "' or 1=1 --", 'hub_'.padEnd(47, '\u0000')]) {
      const answer = await login(ask, token)
      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject({ code: 'HTTP401' })
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
    for (const body of [{}, { token: 1 }, { token: 'x'.repeat(201) }, [], null]) {
      expect((await ask('/api/login', { method: 'POST', body })).status).toBe(400)
    }
  })

  test('ten wrong ones in a minute, and even the right one has to wait', async ({ hub, tokenOf, client }) => {
    const { token } = await tokenOf('viewer')
    const ask = hub()
    const all = await Promise.all(Array.from({ length: 12 }, () => login(ask, newToken())))
    expect(all.map((answer) => answer.status).sort()).toEqual([...Array(10).fill(401), 429, 429])
    const late = await login(ask, token)
    expect(late.status).toBe(429)
    expect(await late.json()).toMatchObject({ code: 'UB429' })
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await client.query('select from hub.sessions')).rowCount).toBe(0)
    expect((await login(ask, token, { 'x-forwarded-for': '10.0.0.7' })).status).toBe(200)
  })

  test('the log says who came in and who tried, and from where', async ({ hub, tokenOf, lines }) => {
    const { token } = await tokenOf('viewer', 'ann')
    const ask = hub()
    await login(ask, newToken(), { 'x-forwarded-for': '10.0.0.1' })
    await login(ask, token, { 'x-forwarded-for': '10.0.0.2' })
    expect(lines.filter(({ msg }) => msg !== 'request')).toMatchObject([
      { msg: 'a wrong token at login', address: '10.0.0.1' },
      { msg: 'logged in', address: '10.0.0.2', name: 'ann', role: 'viewer' },
    ])
    expect(JSON.stringify(lines)).not.toContain('hub_')
  })

  test('right ones count for nothing: a wall of browsers may come at once', async ({ hub, tokenOf }) => {
    const { token } = await tokenOf('viewer')
    const ask = hub()
    for (let i = 0; i < 15; i += 1) expect((await login(ask, token)).status).toBe(200)
  })

  test('a login ends the session that the browser had', async ({ hub, tokenOf }) => {
    const { token } = await tokenOf('viewer')
    const ask = hub()
    const before = cookieOf(await login(ask, token))
    expect((await login(ask, token, before)).status).toBe(200)
    expect((await ask('/api/me', { headers: before })).status).toBe(401)
  })
})

describe('a session', () => {
  test('ends with its token', async ({ hub, tokenOf, client }) => {
    const { token, id } = await tokenOf('viewer')
    const ask = hub()
    const cookie = cookieOf(await login(ask, token))
    await tokenOf('viewer', 'somebody else')
    await client.query(`select hub.revoke_token($1, 'test', 'test')`, [id])
    expect((await ask('/api/me', { headers: cookie })).status).toBe(401)
    expect((await client.query('select from hub.sessions')).rowCount).toBe(0)
  })

  test('ends with its time', async ({ hub, tokenOf, client }) => {
    const { token } = await tokenOf('viewer')
    const ask = hub()
    const cookie = cookieOf(await login(ask, token))
    await client.query(`update hub.sessions set expires_at = now() - interval '1 second'`)
    expect((await ask('/api/me', { headers: cookie })).status).toBe(401)
  })

  test('ends with POST /api/logout, which may be called twice', async ({ hub, tokenOf }) => {
    const { token } = await tokenOf('viewer')
    const ask = hub()
    const cookie = cookieOf(await login(ask, token))
    const answer = await ask('/api/logout', { method: 'POST', headers: { ...cookie, ...origin } })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('set-cookie')).toMatch(/^hub_session=; Max-Age=0; Path=\//)
    expect((await ask('/api/me', { headers: cookie })).status).toBe(401)
    expect((await ask('/api/logout', { method: 'POST', headers: cookie })).status).toBe(204)
  })

  test('is of no use to another site, whose posts change nothing', async ({ hub, tokenOf, client }) => {
    const { token } = await tokenOf('admin')
    const ask = hub()
    const cookie = cookieOf(await login(ask, token))
    const body = { name: 'evil', role: 'admin', reason: 'x' }
    for (const headers of [
      { origin: 'http://evil.example' },
      { origin: 'http://localhost:9999' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const answer = await ask('/api/tokens', { method: 'POST', body, headers: { ...cookie, ...headers } })
      expect(answer.status, JSON.stringify(headers)).toBe(403)
    }
    expect((await client.query('select from hub.api_tokens')).rowCount).toBe(1)
    const own = await ask('/api/tokens', { method: 'POST', body, headers: { ...cookie, ...origin } })
    expect(own.status).toBe(201)
  })

  test('a cookie that is no session is like none, a token beside it counts', async ({ hub, tokenOf }) => {
    const ask = hub()
    expect((await ask('/api/me', { headers: { cookie: 'hub_session=x' } })).status).toBe(200)
    const { token } = await tokenOf('viewer', 'ann')
    for (const cookie of [
      'hub_session=',
      'hub_session=%00',
      `hub_session=${'x'.repeat(43)}`,
      'hub_session',
    ]) {
      expect((await ask('/api/me', { headers: { cookie } })).status).toBe(401)
      const answer = await ask('/api/me', { headers: { cookie, ...bearer(token) } })
      expect(await answer.json()).toMatchObject({ name: 'ann', by: 'token' })
    }
  })
})

describe('pages of another origin', () => {
  const wall = 'https://wall.studio.lan'
  const preflight = {
    method: 'OPTIONS',
    headers: {
      origin: wall,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  }

  test('are refused unless they are listed', async ({ hub }) => {
    const answer = await hub()('/api/me', preflight)
    expect(answer.status).toBe(403)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('that are listed may call with a token, but not as whoever is logged in or works here', async ({
    hub,
    tokenOf,
  }) => {
    const ask = hub({ origins: [wall] })
    const from = { origin: wall }
    expect((await ask('/api/me', { headers: from })).status).toBe(401)
    const asked = await ask('/api/me', preflight)
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-origin')).toBe(wall)
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull()

    const { token } = await tokenOf('viewer')
    const answer = await ask('/api/me', { headers: { ...from, ...bearer(token) } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe(wall)
    const cookie = cookieOf(await login(ask, token))
    expect((await ask('/api/me', { headers: { ...from, ...cookie } })).status).toBe(401)
    const stranger = await ask('/api/me', { headers: { origin: 'https://evil.example', ...bearer(token) } })
    expect(stranger.status).toBe(403)
  })
})
