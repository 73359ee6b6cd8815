import { describe, expect } from 'vitest'
import { hashOf, newToken } from '../../src/http/access/secret.ts'
import { type Ask, bearer, cookieOf, test } from './access_support.ts'

const me = async (ask: Ask, headers: Record<string, string> = {}): Promise<unknown> => {
  const answer = await ask('/api/me', { headers })
  return answer.status === 200 ? await answer.json() : answer.status
}

describe('who works at this machine', () => {
  test('is an operator until there is a token, and nobody then', async ({ hub, tokenOf }) => {
    const ask = hub()
    expect(await me(ask)).toEqual({ name: 'local', role: 'operator', by: 'local', secure: false })
    const { token } = await tokenOf('viewer', 'ann')
    expect(await me(ask)).toBe(401)
    expect(await me(ask, bearer(token))).toEqual({ name: 'ann', role: 'viewer', by: 'token', secure: false })
  })

  test('is an operator again when the last token is revoked', async ({ hub, tokenOf, client }) => {
    const { id } = await tokenOf('viewer')
    await client.query(`select hub.revoke_token($1, 'test', 'test')`, [id])
    expect(await me(hub())).toMatchObject({ name: 'local' })
  })

  test.for(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])(
    'is not who came through a proxy: %s',
    async (name, { hub }) => {
      expect(await me(hub(), { [name]: '10.0.0.9' })).toBe(401)
    },
  )

  test('is nobody special where others can call', async ({ hub }) => {
    expect(await me(hub({ isLocal: false }))).toBe(401)
  })
})

describe('a token', () => {
  test.for(['viewer', 'operator', 'admin'])('lets in as %s', async (role, { hub, tokenOf }) => {
    const { token } = await tokenOf(role, 'ann')
    expect(await me(hub(), bearer(token))).toEqual({ name: 'ann', role, by: 'token', secure: false })
  })

  test.for([
    ['no token', ''],
    ['a word', 'Bearer hello'],
    ['another token', `Bearer ${newToken()}`],
    ['SQL', "Bearer ' or true --"],
    ['nothing after the scheme', 'Bearer '],
    ['another scheme', 'Basic YTpi'],
  ])('%s lets nobody in', async ([, authorization = ''], { hub, tokenOf }) => {
    await tokenOf('admin')
    const answer = await hub()('/api/dashboard', { headers: { authorization } })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({
      code: 'HTTP401',
      hint: expect.stringContaining('/api/login'),
    })
  })

  test('its hash is no token', async ({ hub, tokenOf }) => {
    const { token } = await tokenOf('admin')
    expect(await me(hub(), bearer(hashOf(token)))).toBe(401)
    expect(await me(hub(), bearer(`hub_${hashOf(token).slice(0, 43)}`))).toBe(401)
  })

  test('lets nobody in once it is revoked, and is not asked about twice within the time it is remembered', async ({
    hub,
    tokenOf,
    client,
  }) => {
    const { token, id } = await tokenOf('operator')
    const [ask, remembering] = [hub(), hub({ keepMs: 60_000 })]
    expect(await me(remembering, bearer(token))).toMatchObject({ role: 'operator' })
    expect(await me(ask, bearer(token))).toMatchObject({ role: 'operator' })
    await client.query(`select hub.revoke_token($1, 'test', 'test')`, [id])
    expect(await me(ask, bearer(token))).toBe(401)
    expect(await me(remembering, bearer(token))).toMatchObject({ role: 'operator' })
  })

  test('is told to nobody: neither to the log nor to the database', async ({
    hub,
    tokenOf,
    lines,
    client,
  }) => {
    const { token } = await tokenOf('admin')
    const ask = hub()
    const wrong = newToken()
    await me(ask, bearer(token))
    await me(ask, bearer(wrong))
    const made = await ask('/api/tokens', {
      method: 'POST',
      headers: bearer(token),
      body: { name: 'bob', role: 'viewer', reason: 'new' },
    })
    const { token: shown } = (await made.json()) as { token: string }
    const kept = await client.query('select to_jsonb(a)::text as row from hub.actions as a')
    const told = JSON.stringify(lines) + JSON.stringify(kept.rows)
    for (const secret of [token, wrong, shown]) {
      expect(told).not.toContain(secret)
      expect(told).not.toContain(hashOf(secret))
    }
    expect(kept.rows).toHaveLength(2)
  })
})

describe('roles', () => {
  test('each may what the ones before it may', async ({ as }) => {
    const listTokens = async (role: 'viewer' | 'operator' | 'admin'): Promise<number> =>
      (await as({ name: 'x', role })('/api/tokens')).status
    expect(await listTokens('viewer')).toBe(403)
    expect(await listTokens('operator')).toBe(403)
    expect(await listTokens('admin')).toBe(200)
    expect((await as(null)('/api/tokens')).status).toBe(401)
  })
})

describe('too many wrong tokens', () => {
  const wrong = async (ask: Ask, times: number, from: string): Promise<number[]> => {
    const seen: number[] = []
    for (let i = 0; i < times; i += 1) {
      const answer = await ask('/api/me', { headers: { ...bearer(newToken()), 'x-forwarded-for': from } })
      seen.push(answer.status)
    }
    return seen
  }

  test('shut an address out for a while, others not', async ({ hub, tokenOf }) => {
    const { token } = await tokenOf('viewer')
    const ask = hub()
    expect(await wrong(ask, 11, '10.0.0.1')).toEqual([...Array(10).fill(401), 429])
    const answer = await ask('/api/me', { headers: { ...bearer(newToken()), 'x-forwarded-for': '10.0.0.1' } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 429, code: 'UB429' })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(await me(ask, { ...bearer(token), 'x-forwarded-for': '10.0.0.2' })).toMatchObject({
      role: 'viewer',
    })
  })

  test('are a neighbour’s: who was known a moment ago goes on, who was not has to wait', async ({
    hub,
    tokenOf,
  }) => {
    const [known, unseen] = [await tokenOf('viewer', 'known'), await tokenOf('viewer', 'unseen')]
    const ask = hub()
    const from = { 'x-forwarded-for': '10.0.0.1' }
    expect(await me(ask, { ...bearer(known.token), ...from })).toMatchObject({ name: 'known' })
    await wrong(ask, 10, '10.0.0.1')
    expect(await me(ask, { ...bearer(known.token), ...from })).toMatchObject({ name: 'known' })
    expect(await me(ask, { ...bearer(unseen.token), ...from })).toBe(429)
  })

  test('stop no browser that is logged in', async ({ hub, tokenOf }) => {
    const { token } = await tokenOf('viewer')
    const ask = hub()
    const cookie = cookieOf(await ask('/api/login', { method: 'POST', body: { token } }))
    const from = { 'x-forwarded-for': '10.0.0.1' }
    await wrong(ask, 12, '10.0.0.1')
    expect(await me(ask, { ...cookie, ...from })).toMatchObject({ by: 'session' })
  })
})
