import { expect, test } from 'vitest'
import { createHubApp } from '../../src/http/app.ts'
import { homelessApp, identify, keptLog, ready } from './support.ts'

const app = homelessApp()
const live = (headers: Record<string, string>, method = 'GET') =>
  app.request('/health/live', { method, headers })

test.for(['localhost', 'localhost:8080', '127.0.0.1:8080', '127.9.9.9', '[::1]:8080', 'LOCALHOST:8080'])(
  'served as %s',
  async (host) => {
    expect((await live({ host })).status).toBe(200)
  },
)

test.for([
  'evil.example',
  'evil.example:8080',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '10.0.0.5',
  'localhost/x',
  'a b',
  '',
])('not served as "%s": the browser was sent here by a foreign name', async (host) => {
  const answer = await live({ host })
  expect(answer.status).toBe(421)
  expect(await answer.json()).toMatchObject({ status: 421, code: 'HTTP421' })
})

test('a name that is configured is served', async () => {
  const named = createHubApp({
    db: undefined as never,
    readiness: () => ready,
    identify,
    log: keptLog([]),
    hosts: ['hub.studio.lan'],
  })
  const ask = (host: string) => named.request('/health/live', { headers: { host } })
  expect((await ask('hub.studio.lan:8080')).status).toBe(200)
  expect((await ask('other.studio.lan:8080')).status).toBe(421)
})

test('pages of this origin may call, pages of others may not', async () => {
  const host = 'localhost:8080'
  expect((await live({ host, origin: 'http://localhost:8080' })).status).toBe(200)
  for (const origin of ['http://evil.example', 'http://localhost:9999', 'null', 'x']) {
    const answer = await live({ host, origin })
    expect(answer.status, origin).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'HTTP403' })
  }
})

test('a cross-site post is refused even without an Origin; a followed link is not', async () => {
  const site = { host: 'localhost:8080', 'sec-fetch-site': 'cross-site' }
  expect((await live(site, 'POST')).status).toBe(403)
  expect((await live({ ...site, 'sec-fetch-site': 'same-origin' }, 'POST')).status).toBe(405)
  expect((await live(site)).status).toBe(200)
})

test('answers carry the headers that keep browsers from guessing', async () => {
  const { headers } = await app.request('/nothing')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('access-control-allow-origin')).toBeNull()
})
