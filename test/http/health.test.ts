import { expect, test } from 'vitest'
import { createHubApp } from '../../src/http/app.ts'
import { homelessApp, identify, keptLog } from './support.ts'

test('live, even when the database is away', async () => {
  const answer = await homelessApp().request('/health/live')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ status: 'live' })
})

test('ready as the process says, with its mode and its checks', async () => {
  let state: { ready: boolean; mode: 'push' | 'poll'; checks: Record<string, unknown> } = {
    ready: true,
    mode: 'push',
    checks: { database: { ok: true } },
  }
  const app = createHubApp({ db: undefined as never, identify, log: keptLog([]), readiness: () => state })
  const first = await app.request('/health/ready')
  expect(first.status).toBe(200)
  expect(await first.json()).toEqual(state)

  state = { ready: false, mode: 'poll', checks: { database: { ok: false, detail: 'gone' } } }
  const second = await app.request('/health/ready')
  expect(second.status).toBe(503)
  expect(await second.json()).toEqual(state)
})
