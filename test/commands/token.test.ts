import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { createIdentify } from '../../src/http/access/identify.ts'
import { createHubApp } from '../../src/http/app.ts'
import { test as base, keptLog, ready } from '../http/support.ts'
import { ask } from '../support/ask.ts'
import { type Running, runNode } from '../support/process.ts'

const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts')

/** `hub`: run a command in an empty working directory with nothing set; `token` does so on the test's database. */
const test = base
  .extend('cwd', async ({}, { onCleanup }) => {
    const cwd = await mkdtemp(join(tmpdir(), 'hub-token-'))
    onCleanup(() => rm(cwd, { recursive: true }))
    return cwd
  })
  .extend('hub', ({ cwd }) => {
    return (...args: string[]): Running =>
      runNode(cli, args, { cwd, env: { PATH: process.env.PATH, USER: 'ann' } })
  })
  .extend('token', ({ hub, url }) => {
    return async (...args: string[]): Promise<{ code: number | NodeJS.Signals; said: string }> => {
      const running = hub('token', ...args, '--database-url', url)
      return { code: await running.ended, said: running.said.join('\n') }
    }
  })

const create = ['create', '--role', 'operator', '--name', 'Ann Kim']
const tokenIn = (said: string): string => /^hub_[\w-]{43}$/m.exec(said)?.[0] ?? ''

describe('hub token', () => {
  test('create shows a token once, which lets in; list tells of it, revoke ends it', async ({
    token,
    database,
    url,
  }) => {
    const made = await token(...create)
    expect(made.code).toBe(0)
    expect(made.said).toContain('token 1 for "Ann Kim" (operator)')
    expect(made.said).toContain('token revoke 1')
    const secret = tokenIn(made.said)
    expect(made.said.split(secret)).toHaveLength(2)

    const app = createHubApp({
      db: database.db,
      readiness: () => ready,
      log: keptLog([]),
      identify: createIdentify({ db: database.db, isLocal: true, keepMs: 0 }),
    })
    const me = async (): Promise<Response> =>
      app.request('/api/me', { headers: { authorization: `Bearer ${secret}` } })
    expect(await (await me()).json()).toMatchObject({ name: 'Ann Kim', role: 'operator' })
    expect(await ask(url, 'select actor from hub.actions')).toMatch(/^ann@/)

    const listed = await token('list')
    expect(listed.code).toBe(0)
    expect(listed.said).toMatch(/^1 +Ann Kim +operator +\d{4}-.*Z +\d{4}-.*Z +-$/m)
    expect(listed.said).not.toContain('hub_')

    const revoked = await token('revoke', '1', '--reason', 'left')
    expect(revoked.code).toBe(0)
    expect((await me()).status).toBe(401)
    expect((await token('list')).said).toBe('no tokens')
    expect((await token('list', '--all')).said).toContain('Ann Kim')
    expect(await ask(url, `select reason from hub.actions where verb = 'revoke_token'`)).toBe('left')
  })

  test('says what is wrong: 2 for the wrong words, 1 for what the database refuses', async ({
    token,
    hub,
    url,
  }) => {
    expect((await token('create', '--name', 'x')).code).toBe(2)
    expect((await token('create', '--role', 'viewer')).code).toBe(2)
    const role = await token('create', '--role', 'boss', '--name', 'x')
    expect(role.code).toBe(2)
    expect(role.said).toContain('viewer, operator, admin')
    expect((await token('revoke', 'x')).code).toBe(2)
    expect((await token()).code).toBe(2)

    const named = await token('create', '--role', 'viewer', '--name', 'hub:x')
    expect(named.code).toBe(1)
    expect(named.said).toContain('cannot be named "hub:x"')
    expect(tokenIn(named.said)).toBe('')
    await token(...create)
    const twice = await token(...create)
    expect(twice.code).toBe(1)
    expect(twice.said).toMatch(/there is a token named "Ann Kim" \(UB409\)\n.*revoke/)
    expect(tokenIn(twice.said)).toBe('')
    const gone = await token('revoke', '7')
    expect(gone.code).toBe(1)
    expect(gone.said).toContain('no token 7 (UB404)')

    const nowhere = hub('token', 'list')
    expect(await nowhere.ended).toBe(1)
    expect(nowhere.said.join('\n')).toContain('no database')
    await ask(url, 'drop function hub.list_tokens')
    const old = await token('list')
    expect(old.code).toBe(1)
    expect(old.said).toMatch(/older than this hub\n.*migrate/)
  })

  test('the first token can be made before the hub ever ran, and lets it be opened to others', async ({
    hub,
  }) => {
    const refused = hub('serve', '--host', '0.0.0.0', '--port', '0')
    expect(await refused.ended).toBe(1)
    expect(refused.said.join('\n')).toMatch(/no access tokens are configured\n.*token create --role admin/)

    const made = hub('token', ...create)
    expect(await made.ended).toBe(0)
    const secret = tokenIn(made.said.join('\n'))

    const serve = hub('serve', '--host', '0.0.0.0', '--port', '0', '--hosts', 'hub.studio.lan')
    const url = (await serve.line(/^listening on/)).replace('listening on http://0.0.0.0', 'http://127.0.0.1')
    const me = (headers: Record<string, string> = {}): Promise<Response> =>
      fetch(`${url}/api/me`, { headers })
    expect((await me()).status).toBe(401)
    expect((await me({ authorization: `Bearer ${secret}` })).status).toBe(200)
    const second = hub('token', 'create', '--role', 'viewer', '--name', 'wall')
    expect(await second.ended).toBe(0)
    expect((await me({ authorization: `Bearer ${tokenIn(second.said.join('\n'))}` })).status).toBe(200)
    serve.child.kill('SIGTERM')
    expect(await serve.ended).toBe(0)
  })
})
