import { describe, expect } from 'vitest'
import { test } from '../support/database.ts'
import { refusalOf } from '../support/refusal.ts'
import { allowSimulation, pidOf, untilWaiting } from '../support/sessions.ts'

const hash = (n: number): string => n.toString(16).padStart(64, '0')
const create = `select * from hub.create_token($1, $2, $3, 'ann', 'why')`
const at = (minutes: number): string => new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString()

describe('hub.create_token', () => {
  test('answers the row without the hash', async ({ tx }) => {
    const { rows } = await tx.query(create, [' bob ', 'viewer', hash(1)])
    expect(rows).toEqual([
      {
        id: expect.any(String),
        name: 'bob',
        role: 'viewer',
        created_at: expect.any(Date),
        last_used_at: null,
        revoked_at: null,
      },
    ])
  })

  test.for([
    ['', 'viewer', hash(1), 'UB422', /cannot be named/],
    [null, 'viewer', hash(1), 'UB422', /cannot be named/],
    ['a\tb', 'viewer', hash(1), 'UB422', /cannot be named/],
    ['hub:stall', 'viewer', hash(1), 'UB422', /cannot be named/],
    ['local', 'viewer', hash(1), 'UB422', /cannot be named/],
    ['bob', 'root', hash(1), 'UB422', /no role "root"/],
    ['bob', null, hash(1), 'UB422', /no role/],
    ['bob', 'viewer', 'hub_secret', 'UB422', /no SHA-256/],
    ['bob', 'viewer', null, 'UB422', /no SHA-256/],
  ] as const)('refuses %s, %s, %s', async ([name, role, token, code, message], { tx }) => {
    const refusal = await refusalOf(tx, create, [name, role, token])
    expect(refusal).toMatchObject({ code, message: expect.stringMatching(message), hint: expect.any(String) })
    expect(refusal.message).not.toContain('hub_secret')
  })

  test('of two who want one name at once, one is told so', async ({ client, connect }) => {
    const other = await connect()
    const pid = await pidOf(other)
    await client.query('begin')
    await client.query(create, ['bob', 'viewer', hash(1)])
    const second = refusalOf(other, create, ['bob', 'admin', hash(2)])
    await untilWaiting(client, pid)
    await client.query('commit')
    expect(await second).toMatchObject({ code: 'UB409', message: 'there is a token named "bob"' })
  })
})

test('a token is known by its hash until it is revoked, and revoking is for good', async ({ tx }) => {
  const known = async (n: number): Promise<unknown> =>
    (await tx.query('select name, role from hub.identify_token($1)', [hash(n)])).rows
  expect((await tx.query('select hub.has_tokens() as has')).rows[0].has).toBe(false)
  const { id } = (await tx.query(create, ['bob', 'viewer', hash(1)])).rows[0]
  expect((await tx.query('select hub.has_tokens() as has')).rows[0].has).toBe(true)
  expect(await known(1)).toEqual([{ name: 'bob', role: 'viewer' }])
  expect(await known(2)).toEqual([])
  await tx.query(`select hub.revoke_token($1, 'ann', 'lost')`, [id])
  expect(await known(1)).toEqual([])
  expect((await tx.query('select hub.has_tokens() as has')).rows[0].has).toBe(false)
  expect((await tx.query('select name, revoked_at is null as good from hub.list_tokens()')).rows).toEqual([
    { name: 'bob', good: false },
  ])
  expect(await refusalOf(tx, `select hub.revoke_token(99, 'ann', 'x')`)).toMatchObject({ code: 'UB404' })
  expect(await refusalOf(tx, `select hub.revoke_token($1, 'ann', ' ')`, [id])).toMatchObject({
    code: 'UB422',
  })
})

test('when a token was used is kept to the minute', async ({ client }) => {
  await allowSimulation(client)
  await client.query(create, ['bob', 'viewer', hash(1)])
  const used = async (minutes: number): Promise<string> => {
    await client.query('select hub.identify_token($1, $2)', [hash(1), at(minutes)])
    return (
      await client.query('select last_used_at from hub.list_tokens()')
    ).rows[0].last_used_at.toISOString()
  }
  expect(await used(0)).toBe(at(0))
  expect(await used(0.9)).toBe(at(0))
  expect(await used(2)).toBe(at(2))
})

test('nobody waits for another who comes in with the same token', async ({ client, connect }) => {
  await client.query(create, ['bob', 'viewer', hash(1)])
  const other = await connect()
  await client.query('begin')
  await client.query('select hub.identify_token($1)', [hash(1)])
  await other.query(`set lock_timeout = '1s'`)
  expect((await other.query('select name from hub.identify_token($1)', [hash(1)])).rows).toEqual([
    { name: 'bob' },
  ])
  await client.query('rollback')
})

describe('a session', () => {
  const open = 'select name, expires_at from hub.open_session($1, $2, $3)'
  const known = 'select name from hub.identify_session($1, $2)'

  test('moves on with each use and ends when it was not used for long', async ({ client }) => {
    await allowSimulation(client)
    await client.query(create, ['bob', 'viewer', hash(1)])
    const opened = await client.query(open, [hash(1), hash(9), at(0)])
    expect(opened.rows).toEqual([{ name: 'bob', expires_at: new Date(at(12 * 60)) }])
    const isKnown = async (minutes: number): Promise<boolean> =>
      (await client.query(known, [hash(9), at(minutes)])).rowCount === 1
    expect(await isKnown(12 * 60 - 1)).toBe(true)
    expect(await isKnown(24 * 60 - 2)).toBe(true)
    expect(await isKnown(36 * 60 - 2)).toBe(false)
    expect((await client.query('select hub.close_session($1) as was', [hash(9)])).rows).toEqual([
      { was: true },
    ])
    expect((await client.query('select hub.close_session($1) as was', [hash(9)])).rows).toEqual([
      { was: false },
    ])
  })

  test('needs a token that is good', async ({ tx }) => {
    expect((await tx.query(open, [hash(1), hash(9), null])).rows).toEqual([])
    await tx.query(create, ['bob', 'viewer', hash(1)])
    expect(await refusalOf(tx, open, [hash(1), 'secret', null])).toMatchObject({ code: 'UB422' })
    expect((await tx.query(known, ['secret', null])).rows).toEqual([])
  })

  test('is not opened while its token is being revoked', async ({ client, connect }) => {
    const { id } = (await client.query(create, ['bob', 'viewer', hash(1)])).rows[0]
    const other = await connect()
    const pid = await pidOf(other)
    await client.query('begin')
    await client.query(`select hub.revoke_token($1, 'ann', 'lost')`, [id])
    const opened = other.query(open, [hash(1), hash(9), null])
    await untilWaiting(client, pid)
    await client.query('commit')
    expect((await opened).rows).toEqual([])
    expect((await client.query('select from hub.sessions')).rowCount).toBe(0)
  })
})

test('the hub’s process may do all of it, and touches no table', async ({ client, connect }) => {
  const hub = await connect({ role: 'hub_app' })
  const { id } = (await hub.query(create, ['bob', 'viewer', hash(1)])).rows[0]
  const asked = async (text: string, values: unknown[] = []): Promise<unknown> =>
    (await hub.query(text, values)).rows[0]
  expect(await asked('select name from hub.identify_token($1)', [hash(1)])).toEqual({ name: 'bob' })
  expect(await asked('select name from hub.open_session($1, $2)', [hash(1), hash(9)])).toEqual({
    name: 'bob',
  })
  await client.query(`update hub.sessions set expires_at = expires_at - interval '1 hour'`)
  expect(await asked('select name from hub.identify_session($1)', [hash(9)])).toEqual({ name: 'bob' })
  expect(await asked('select hub.has_tokens() as has')).toEqual({ has: true })
  expect(await asked('select name from hub.list_tokens()')).toEqual({ name: 'bob' })
  expect(await asked(`select name from hub.revoke_token($1, 'ann', 'x')`, [id])).toEqual({ name: 'bob' })
  expect(await asked('select hub.close_session($1) as was', [hash(9)])).toEqual({ was: false })
  for (const table of ['hub.api_tokens', 'hub.sessions']) {
    expect(await refusalOf(hub, `select * from ${table}`)).toMatchObject({ code: '42501' })
  }
})
