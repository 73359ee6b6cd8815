import { describe, expect } from 'vitest'
import { isLocal, missingNames, namesOf, refuseOpenHost } from '../../src/http/access/open_host.ts'
import { test } from './access_support.ts'

const at = (host: string, ...hosts: string[]) => ({ host, hosts })

describe('without a token', () => {
  test.for([at('127.0.0.1'), at('localhost'), at('::1'), at('127.9.9.9')])(
    '%j is for this machine',
    async (place, { database }) => {
      expect(isLocal(place)).toBe(true)
      await refuseOpenHost(place, database.db)
    },
  )

  test.for([at('0.0.0.0'), at('::'), at('10.0.0.5'), at('hub.studio.lan'), at('127.0.0.1.evil.example')])(
    '%j can be reached from elsewhere and is refused',
    async (place, { database, tokenOf }) => {
      expect(isLocal(place)).toBe(false)
      await expect(refuseOpenHost(place, database.db)).rejects.toMatchObject({
        message: expect.stringContaining('no access tokens are configured'),
        hint: expect.stringContaining('token create'),
      })
      await tokenOf('viewer')
      await refuseOpenHost(place, database.db)
    },
  )

  test('a loopback address that others reach by another name is refused, too', async ({ database }) => {
    const place = at('127.0.0.1', 'hub.studio.lan')
    expect(isLocal(place)).toBe(false)
    await expect(refuseOpenHost(place, database.db)).rejects.toThrow(/HOSTS hub\.studio\.lan says/)
  })

  test('a revoked token is none', async ({ database, client, tokenOf }) => {
    await tokenOf('admin')
    await client.query(`select hub.revoke_token(1, 'test', 'test')`)
    await expect(refuseOpenHost(at('0.0.0.0'), database.db)).rejects.toThrow(/no access tokens/)
  })
})

test('a hub is called by its address and the names it was given', async ({ hub }) => {
  expect(namesOf(at('10.0.0.5', 'hub.studio.lan'))).toEqual(['hub.studio.lan', '10.0.0.5'])
  expect(namesOf(at('fd00::1'))).toEqual(['[fd00::1]'])
  const ask = hub({ hosts: namesOf(at('fd00::1', 'hub.studio.lan')) })
  for (const host of ['[fd00::1]:8080', 'hub.studio.lan', 'HUB.studio.lan:80', 'localhost:8080']) {
    expect((await ask('/health/live', { headers: { host } })).status).toBe(200)
  }
  const answer = await ask('/health/live', { headers: { host: '10.0.0.5' } })
  expect(answer.status).toBe(421)
  expect(await answer.json()).toMatchObject({ hint: expect.stringContaining('HOSTS') })
})

test('whoever opens a hub without naming it is told', () => {
  expect(missingNames(at('0.0.0.0'))).toContain('HOSTS')
  expect(missingNames(at('0.0.0.0', 'hub.studio.lan'))).toBeNull()
  expect(missingNames(at('10.0.0.5'))).toBeNull()
  expect(missingNames(at('127.0.0.1'))).toBeNull()
})
