import { describe, expect } from 'vitest'
import { Me, NewToken, Token, TokenPage } from '../../src/http/schemas/access.ts'
import { type Ask, bearer, test } from './access_support.ts'

const admin = { name: 'ann', role: 'admin' } as const
const order = { name: 'bob', role: 'operator', reason: 'night shift' }
const create = (ask: Ask, body: unknown): Promise<Response> => ask('/api/tokens', { method: 'POST', body })
const revoke = (ask: Ask, id: unknown, query = '?reason=lost'): Promise<Response> =>
  ask(`/api/tokens/${id}${query}`, { method: 'DELETE' })

describe('POST /api/tokens', () => {
  test('answers a token that lets in, shown this once', async ({ as, hub }) => {
    const answer = await create(as(admin), order)
    expect(answer.status).toBe(201)
    const made = NewToken.parse(await answer.json())
    expect(made).toMatchObject({ name: 'bob', role: 'operator', last_used_at: null, revoked_at: null })
    expect(made.token).toMatch(/^hub_[\w-]{43}$/)
    const me = await hub()('/api/me', { headers: bearer(made.token) })
    expect(Me.parse(await me.json())).toMatchObject({ name: 'bob', role: 'operator' })
    const page = await (await as(admin)('/api/tokens')).text()
    expect(page).toContain('bob')
    expect(page).not.toContain('hub_')
    expect(page).not.toContain('hash')
  })

  test('the audit names who is logged in, whatever the body says', async ({ as, client }) => {
    expect((await create(as(admin), { ...order, actor: 'eve' })).status).toBe(400)
    await create(as(admin), order)
    const { rows } = await client.query(
      'select actor, verb, subject, reason, before, after, undo_until from hub.actions',
    )
    expect(rows).toEqual([
      {
        actor: 'ann',
        verb: 'create_token',
        subject: 'token:1',
        reason: 'night shift',
        before: null,
        after: expect.objectContaining({ name: 'bob', role: 'operator' }),
        undo_until: null,
      },
    ])
    expect(Object.keys(rows[0].after)).not.toContain('token_hash')
  })

  test('is kept nowhere, not for an Idempotency-Key either', async ({ as, client }) => {
    const answer = await as(admin)('/api/tokens', {
      method: 'POST',
      body: order,
      headers: { 'idempotency-key': 'once' },
    })
    const { token } = NewToken.parse(await answer.json())
    const kept = await client.query('select to_jsonb(k)::text as row from hub.idempotency_keys as k')
    expect(JSON.stringify(kept.rows)).not.toContain(token)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('a name is given once, and again when its token is revoked', async ({ as }) => {
    const ask = as(admin)
    await create(ask, order)
    const twice = await create(ask, order)
    expect(twice.status).toBe(409)
    expect(await twice.json()).toMatchObject({ code: 'UB409', detail: 'there is a token named "bob"' })
    await revoke(ask, 1)
    expect((await create(ask, order)).status).toBe(201)
  })

  test.for([
    ['no name', { ...order, name: ' ' }, 400],
    ['a name too long', { ...order, name: 'x'.repeat(81) }, 400],
    ['a name with U+0000', { ...order, name: 'a\u0000b' }, 400],
    ['a name with a line break', { ...order, name: 'a\nb' }, 422],
    ['half a character', { ...order, name: '\ud83d' }, 400],
    ['the name of the hub', { ...order, name: 'hub:stall' }, 422],
    ['the name of who works here', { ...order, name: 'local' }, 422],
    ['no such role', { ...order, role: 'owner' }, 400],
    ['no reason', { name: 'bob', role: 'viewer' }, 400],
    ['nothing', undefined, 400],
    ['a list', [], 400],
  ] as const)('%s is refused', async ([, body, status], { as, client }) => {
    const answer = await create(as(admin), body)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect((await client.query('select from hub.api_tokens')).rowCount).toBe(0)
  })
})

describe('GET /api/tokens', () => {
  test('pages through all of them, newest first', async ({ as, tokenOf }) => {
    for (const name of ['a', 'b', 'c']) await tokenOf('viewer', name)
    const ask = as(admin)
    const first = TokenPage.parse(await (await ask('/api/tokens?limit=2')).json())
    expect(first.items.map(({ name }) => name)).toEqual(['c', 'b'])
    const rest = TokenPage.parse(await (await ask(`/api/tokens?limit=2&cursor=${first.next_cursor}`)).json())
    expect(rest.items.map(({ name }) => name)).toEqual(['a'])
    expect(rest.next_cursor).toBeNull()
  })

  test('tells when one was used', async ({ as, hub, tokenOf }) => {
    const { token } = await tokenOf('viewer')
    await hub()('/api/me', { headers: bearer(token) })
    const page = TokenPage.parse(await (await as(admin)('/api/tokens')).json())
    expect(page.items[0]?.last_used_at).not.toBeNull()
  })

  test.for(['?limit=0', '?limit=201', '?limit=x', '?cursor=x', '?cursor=-1'])(
    '%s is refused',
    async (query, { as }) => {
      expect((await as(admin)(`/api/tokens${query}`)).status).toBe(400)
    },
  )
})

describe('DELETE /api/tokens/{id}', () => {
  test('shuts out, audited; twice changes nothing', async ({ as, tokenOf, client }) => {
    const { id } = await tokenOf('viewer', 'bob')
    const ask = as(admin)
    const answer = await revoke(ask, id)
    expect(answer.status).toBe(200)
    const { revoked_at } = Token.parse(await answer.json())
    expect(revoked_at).not.toBeNull()
    expect(Token.parse(await (await revoke(ask, id)).json()).revoked_at).toBe(revoked_at)
    const { rows } = await client.query(
      `select actor, reason, before, after from hub.actions where verb = 'revoke_token'`,
    )
    expect(rows).toEqual([
      {
        actor: 'ann',
        reason: 'lost',
        before: { revoked_at: null },
        after: { revoked_at: expect.any(String) },
      },
    ])
  })

  test('no such token, no such id, no reason', async ({ as, tokenOf }) => {
    await tokenOf('viewer')
    const ask = as(admin)
    expect((await revoke(ask, 99)).status).toBe(404)
    expect(await (await revoke(ask, 99)).json()).toMatchObject({ code: 'UB404' })
    for (const id of ['0', 'x', '99999999999999999999']) expect((await revoke(ask, id)).status).toBe(400)
    for (const query of ['', '?reason=', '?reason=%20', '?reason=%00']) {
      expect((await revoke(ask, 1, query)).status).toBe(400)
    }
  })
})

test('only an admin may', async ({ as, tokenOf }) => {
  const { id } = await tokenOf('viewer')
  for (const [who, status] of [
    [null, 401],
    [{ name: 'x', role: 'viewer' }, 403],
    [{ name: 'x', role: 'operator' }, 403],
  ] as const) {
    const ask = as(who)
    expect((await ask('/api/tokens')).status).toBe(status)
    expect((await create(ask, order)).status).toBe(status)
    expect((await revoke(ask, id)).status).toBe(status)
  }
})
